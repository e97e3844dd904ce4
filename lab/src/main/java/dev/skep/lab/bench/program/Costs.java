package dev.skep.lab.bench.program;

import dev.skep.host.BpfMap;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What programs cost in this JVM besides the time of their runs.
///
/// @param root the project's top folder
record Costs(Path root) {
    private static final String TRANSLATION = "translation";
    private static final String MEMORY = "memory";
    private static final String PACKETS = "packets";
    private static final String PEAK = "peak-";

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
        List<String> names = new ArrayList<>();
        for (JvmMode mode : JvmMode.values()) {
            for (String what : List.of(TRANSLATION, MEMORY, PACKETS)) {
                names.add(what + ":" + mode.name());
            }
            PeakCost.PROGRAMS.forEach(name -> names.add(PEAK + name + ":" + mode.name()));
        }
        return names;
    }

    /// Measures one of [#names].
    List<Row> measure(String name) throws IOException {
        String[] parts = name.split(":");
        JvmMode mode = JvmMode.valueOf(parts[1]);
        return switch (parts[0]) {
            case TRANSLATION -> new TranslationCost(root, mode).measure();
            case MEMORY -> new MemoryCost(root, mode).measure();
            case PACKETS -> new PacketCost(root, mode).measure();
            default -> new PeakCost(root, mode).measure(parts[0].substring(PEAK.length()));
        };
    }

    /// The maps of a program, created.
    static List<BpfMap> maps(JvmHost host, Program program) {
        List<BpfMap> maps = new ArrayList<>();
        program.maps().forEach(map -> maps.add(host.createMap(map)));
        return maps;
    }
}
