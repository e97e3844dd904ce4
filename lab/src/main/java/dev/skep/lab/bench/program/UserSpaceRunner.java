package dev.skep.lab.bench.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Virtual machines for eBPF in user space, as commands on the `PATH`. Their command lines take a
/// program and a block of memory, run it once and print r0: no maps, no packet contexts, no
/// repetition. So one that is found is named, and not measured.
record UserSpaceRunner() implements Runner {
    private static final List<String> COMMANDS =
            List.of("ubpf_test", "ubpf_vm", "ubpf", "rbpf_cli", "rbpf-cli", "rbpf", "bpftime");

    @Override
    public Kind kind() {
        return Kind.USER_SPACE;
    }

    @Override
    public Start start(Benchmark benchmark) {
        return new Start.Unavailable(
                found().map(
                                path ->
                                        "%s takes no maps and no packet contexts on its command line"
                                                .formatted(path))
                        .orElse(
                                "none of %s is on the PATH"
                                        .formatted(String.join(", ", COMMANDS))));
    }

    private static Optional<Path> found() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .flatMap(folder -> COMMANDS.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() {}
}
