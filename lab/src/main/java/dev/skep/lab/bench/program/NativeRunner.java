package dev.skep.lab.bench.program;

import dev.skep.program.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The same C, compiled by clang for this machine with the maps of `lab/bench/native`, in a process
/// of its own.
final class NativeRunner implements Runner {
    private static final List<String> COMPILERS = List.of("clang-19", "clang");

    private final Path root;
    private final Path folder;
    private final Optional<String> clang;

    /// @throws IOException if there is no temporary folder
    NativeRunner(Path root) throws IOException {
        this.root = root;
        this.folder = Files.createTempDirectory("skep-bench");
        this.clang = COMPILERS.stream().filter(name -> !version(name).isEmpty()).findFirst();
    }

    @Override
    public Kind kind() {
        return Kind.NATIVE;
    }

    @Override
    public Start start(Benchmark benchmark) throws IOException {
        if (clang.isEmpty()) {
            return new Start.Unavailable("there is no clang");
        }
        Path binary = folder.resolve(Path.of(benchmark.file()).getFileName());
        if (!Files.exists(binary)) {
            String refusal = compile(clang.get(), benchmark, binary);
            if (!refusal.isEmpty()) {
                return new Start.Unavailable("clang says: " + refusal);
            }
        }
        Program program = Linked.read(root, benchmark).program();
        return new Start.Ready(new NativeSession(binary, benchmark, program));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /// @return what the compiler has to say; empty if it compiled
    private String compile(String clang, Benchmark benchmark, Path binary) throws IOException {
        Path room = root.resolve("lab/bench/native");
        return output(
                clang,
                "-O2",
                "-Wno-everything",
                "-rdynamic",
                "-include",
                room.resolve("native.h").toString(),
                "-I" + root.resolve("examples/include"),
                "-I" + root.resolve("lab/bench/programs"),
                "-DPROGRAM=\"" + root.resolve(benchmark.file() + ".bpf.c") + "\"",
                room.resolve("main.c").toString(),
                "-o",
                binary.toString());
    }

    /// What the compiler calls itself; empty if there is none.
    static String compilerVersion() {
        return COMPILERS.stream()
                .map(NativeRunner::version)
                .filter(version -> !version.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String version(String compiler) {
        try {
            return output(compiler, "--version")
                    .lines()
                    .filter(line -> line.contains("clang version"))
                    .findFirst()
                    .orElse("");
        } catch (IOException _) {
            return "";
        }
    }

    private static String output(String... command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
