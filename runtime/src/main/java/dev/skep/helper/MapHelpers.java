package dev.skep.helper;

import static java.util.Map.entry;

import dev.skep.host.Errno;
import dev.skep.map.JvmMap;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import dev.skep.vm.Region;
import dev.skep.vm.Region.Access;
import dev.skep.vm.Region.Kind;
import java.util.Map;

/// Elements of maps.
final class MapHelpers {
    static final Map<String, HelperFunction> FUNCTIONS =
            Map.ofEntries(
                    entry("map_lookup_elem", MapHelpers::lookup),
                    entry("map_update_elem", MapHelpers::update),
                    entry(
                            "map_delete_elem",
                            (run, map, key, _, _, _) -> run.mapOf(map).delete(key)),
                    entry(
                            "map_push_elem",
                            (run, map, value, flags, _, _) -> run.mapOf(map).push(value, flags)),
                    entry("map_pop_elem", (run, map, value, _, _, _) -> run.mapOf(map).pop(value)),
                    entry(
                            "map_peek_elem",
                            (run, map, value, _, _, _) -> run.mapOf(map).peek(value)),
                    entry("map_lookup_percpu_elem", MapHelpers::lookupOnCpu),
                    entry("for_each_map_elem", MapHelpers::forEach));

    private MapHelpers() {}

    private static long lookup(Execution run, long map, long key, long r3, long r4, long r5) {
        return run.mapOf(map).lookup(key, run.cpu());
    }

    private static long lookupOnCpu(Execution run, long map, long key, long cpu, long r4, long r5) {
        return run.mapOf(map).lookup(key, (int) cpu);
    }

    private static long update(Execution run, long map, long key, long value, long flags, long r5) {
        return run.mapOf(map).update(key, value, flags, run.cpu());
    }

    private static long forEach(
            Execution run, long map, long callback, long context, long flags, long r5) {
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        JvmMap elements = run.mapOf(map);
        int keySize = elements.definition().keySize();
        return elements.forEach(
                run.cpu(),
                (key, value) -> {
                    Region region = new Region(Kind.OTHER, "the key", key, keySize, Access.READ);
                    run.memory().add(region);
                    try {
                        return run.invoke(callback, map, key, value, context, 0);
                    } finally {
                        run.memory().remove(region);
                    }
                });
    }
}
