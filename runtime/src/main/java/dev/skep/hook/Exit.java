package dev.skep.hook;

import dev.skep.map.JvmMap;
import dev.skep.packet.Redirect;
import dev.skep.spec.MapType;

/// Where a packet leaves a hook.
public sealed interface Exit {
    /// On its way, as if there were no program.
    record Passed() implements Exit {
        @Override
        public String label() {
            return "passed";
        }
    }

    /// Out of the interface that it came in through: `XDP_TX`.
    record Returned() implements Exit {
        @Override
        public String label() {
            return "tx";
        }
    }

    /// Where the program has redirected it to.
    record Redirected(Redirect target) implements Exit {
        @Override
        public String label() {
            return "redirect-"
                    + switch (target) {
                        case Redirect.ToInterface(int ifindex, Redirect.Direction direction) ->
                                switch (direction) {
                                    case EGRESS -> "" + ifindex;
                                    case INGRESS -> ifindex + "-ingress";
                                };
                        case Redirect.ToNeighbour(int ifindex) -> "" + ifindex;
                        case Redirect.ToPeer(int ifindex) -> ifindex + "-peer";
                        case Redirect.ToEntry(JvmMap map, long key, long device) ->
                                holdsInterfaces(map) ? "" + device : plainName(map) + "-" + key;
                        case Redirect.ToAll(JvmMap map, int _) -> plainName(map) + "-all";
                    };
        }

        private static boolean holdsInterfaces(JvmMap map) {
            MapType type = map.definition().type();
            return type == MapType.DEVMAP || type == MapType.DEVMAP_HASH;
        }

        /// A map's name without what does not belong into file names.
        private static String plainName(JvmMap map) {
            return map.definition().name().replaceAll("[^A-Za-z0-9_]", "_");
        }
    }

    /// A short name, good for a part of a file name: `passed`, `tx`, `redirect-3` (to interface 3),
    /// `redirect-cpus-2` (to entry 2 of the map `cpus`).
    String label();
}
