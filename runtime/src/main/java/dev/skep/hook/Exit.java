package dev.skep.hook;

import dev.skep.map.RedirectMap;
import dev.skep.packet.Redirect;
import dev.skep.packet.Redirect.Direction;
import dev.skep.spec.MapType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
                        case Redirect.ToInterface(var ifindex, var direction) ->
                                switch (direction) {
                                    case EGRESS -> "" + ifindex;
                                    case INGRESS -> ifindex + "-ingress";
                                };
                        case Redirect.ToNeighbour(var ifindex) -> "" + ifindex;
                        case Redirect.ToPeer(var ifindex) -> ifindex + "-peer";
                        case Redirect.ToEntry(var map, _, var number) -> kind(map) + number;
                        case Redirect.ToAll _ -> "all";
                    };
        }

        /// What the numbers in a map count, where that is not interfaces.
        private static String kind(RedirectMap map) {
            MapType type = map.definition().type();
            if (type == MapType.CPUMAP) {
                return "cpu-";
            }
            return type == MapType.XSKMAP ? "socket-" : "";
        }
    }

    /// A short name, good for a part of a file name: `passed`, `tx`, `redirect-3` (to interface 3),
    /// `redirect-cpu-2`.
    String label();

    /// Where a packet leaves that such a thing becomes of.
    ///
    /// @param target what the program said of a packet that it redirects
    static List<Exit> of(Fate fate, Optional<Redirect> target) {
        return switch (fate) {
            case ENDED -> List.of();
            case PASSED -> List.of(new Passed());
            case RETURNED -> List.of(new Returned());
            case REDIRECTED -> redirected(target);
        };
    }

    /// To where a program wanted it: nowhere if it did not say, to every interface of a map one by
    /// one.
    static List<Exit> redirected(Optional<Redirect> target) {
        return switch (target.orElse(null)) {
            case null -> List.of();
            case Redirect.ToAll(var map, var except) ->
                    Arrays.stream(map.targets())
                            .filter(ifindex -> ifindex != except)
                            .mapToObj(ifindex -> to((int) ifindex))
                            .toList();
            case Redirect one -> List.of(new Redirected(one));
        };
    }

    private static Exit to(int ifindex) {
        return new Redirected(new Redirect.ToInterface(ifindex, Direction.EGRESS));
    }
}
