package dev.skep.lab.bench.program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What programs cost in this JVM besides the time of their runs.
///
/// @param root the project's top folder
record Costs(Path root, Effort effort) {
    /// One number.
    ///
    /// @param what was measured
    /// @param runner with which it was measured
    /// @param value how much
    /// @param unit of what
    record Row(String what, String runner, double value, String unit) {
        Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("what", what);
            tree.put("runner", runner);
            tree.put("value", value);
            tree.put("unit", unit);
            return tree;
        }

        static Row of(Object tree) {
            Map<?, ?> map = (Map<?, ?>) tree;
            return new Row(
                    (String) map.get("what"),
                    (String) map.get("runner"),
                    ((Number) map.get("value")).doubleValue(),
                    (String) map.get("unit"));
        }
    }

    /// What [#measure] takes, each for a virtual machine of its own.
    static List<String> names() {
        List<String> names = new ArrayList<>(List.of("translation", "memory", "packets"));
        return names;
    }

    /// Measures one of [#names].
    List<Row> measure(String name) throws IOException {
        return List.of();
    }
}
