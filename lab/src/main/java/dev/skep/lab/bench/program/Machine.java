package dev.skep.lab.bench.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Where it was measured.
///
/// @param processor its model, as far as the system tells
/// @param cpus how many of them
/// @param system operating system, release and architecture
/// @param virtualMachine the JVM's name and version
/// @param clang the first line of its `--version`; empty if there is none
record Machine(String processor, int cpus, String system, String virtualMachine, String clang) {
    /// This one.
    static Machine here() {
        return new Machine(
                processorModel(),
                Runtime.getRuntime().availableProcessors(),
                "%s %s, %s, its JIT compiler %s"
                        .formatted(
                                property("os.name"),
                                property("os.version"),
                                property("os.arch"),
                                KernelJit.read().title()),
                property("java.vm.name") + " " + property("java.vm.version"),
                NativeRunner.compilerVersion());
    }

    /// A line for each fact.
    Stream<String> lines() {
        return Stream.of(
                "processor: %s, %d CPUs".formatted(processor, cpus),
                "system: " + system,
                "JVM: " + virtualMachine,
                "C compiler: " + (clang.isEmpty() ? "none" : clang));
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("processor", processor);
        tree.put("cpus", cpus);
        tree.put("system", system);
        tree.put("jvm", virtualMachine);
        tree.put("clang", clang);
        return tree;
    }

    private static String processorModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException _) {
            return "unknown";
        }
    }

    private static String property(String name) {
        return System.getProperty(name);
    }
}
