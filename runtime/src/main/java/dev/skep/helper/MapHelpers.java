package dev.skep.helper;

import static java.util.Map.entry;

import dev.skep.host.Errno;
import dev.skep.map.JvmMap;
import dev.skep.vm.Execution;
import dev.skep.vm.MapFunction;
import dev.skep.vm.Region;
import dev.skep.vm.Region.Access;
import dev.skep.vm.Region.Kind;
import java.util.Map;

/// Elements of maps.
final class MapHelpers {
    static final Map<String, MapFunction> ON_MAPS =
            Map.ofEntries(
                    entry(
                            "map_lookup_elem",
                            (run, map, key, _, _, _) -> map.lookup(key, run.cpu())),
                    entry(
                            "map_update_elem",
                            (run, map, key, value, flags, _) ->
                                    map.update(key, value, flags, run.cpu())),
                    entry("map_delete_elem", (_, map, key, _, _, _) -> map.delete(key)),
                    entry("map_push_elem", (_, map, value, flags, _, _) -> map.push(value, flags)),
                    entry("map_pop_elem", (_, map, value, _, _, _) -> map.pop(value)),
                    entry("map_peek_elem", (_, map, value, _, _, _) -> map.peek(value)),
                    entry(
                            "map_lookup_percpu_elem",
                            (_, map, key, cpu, _, _) -> map.lookup(key, (int) cpu)),
                    entry("for_each_map_elem", MapHelpers::forEach));

    private MapHelpers() {}

    private static long forEach(
            Execution run, JvmMap map, long callback, long context, long flags, long d) {
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        long handle = map.handle();
        int keySize = map.definition().keySize();
        return map.forEach(
                run.cpu(),
                (key, value) -> {
                    if (!run.checked()) {
                        return run.invoke(callback, handle, key, value, context, 0);
                    }
                    Region region = new Region(Kind.OTHER, "the key", key, keySize, Access.READ);
                    run.memory().add(region);
                    try {
                        return run.invoke(callback, handle, key, value, context, 0);
                    } finally {
                        run.memory().remove(region);
                    }
                });
    }
}
