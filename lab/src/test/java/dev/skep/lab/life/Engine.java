package dev.skep.lab.life;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.BpfMap;
import dev.skep.host.Host;
import dev.skep.host.LoadedProgram;
import dev.skep.linux.KernelHost;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.runtime.JvmProgram;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What runs a program of `examples/life`.
enum Engine {
    COMPILED,
    INTERPRETER,
    KERNEL;

    private static final Path OBJECT =
            Path.of("").toAbsolutePath().getParent().resolve("examples/life/life.bpf.o");

    static BpfObject object() {
        try {
            return BpfObject.read(Files.readAllBytes(OBJECT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A program with its maps, in a host of its own.
    record Loaded(Host host, LoadedProgram program, List<? extends BpfMap> maps)
            implements AutoCloseable {
        BpfMap map(String name) {
            return maps.stream()
                    .filter(m -> m.definition().name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() {
            program.close();
            host.close();
        }
    }

    /// Loads a program of the object for a board of that size; skipped where there is no kernel.
    Loaded load(String name, int rows, int columns) {
        return load(name, rows, columns, JvmHostOptions.defaults());
    }

    /// The same, in a JVM host with these options.
    Loaded load(String name, int rows, int columns, JvmHostOptions hosting) {
        LinkOptions options =
                LinkOptions.standard()
                        .withPrograms(Set.of(name))
                        .withGlobals(
                                Map.of(
                                        "rows",
                                        String.valueOf(rows),
                                        "columns",
                                        String.valueOf(columns)));
        LinkedObject linked = object().link(options);
        Program program = linked.programs().getFirst();
        return switch (this) {
            case COMPILED -> compiled(program, hosting);
            case INTERPRETER -> {
                JvmHost host = new JvmHost(hosting);
                List<? extends BpfMap> maps = program.maps().stream().map(host::createMap).toList();
                yield new Loaded(host, host.load(program, maps), maps);
            }
            case KERNEL -> {
                demandKernel();
                KernelHost host = KernelHost.open();
                List<? extends BpfMap> maps = host.createMaps(program);
                yield new Loaded(host, host.load(program, maps), maps);
            }
        };
    }

    private static Loaded compiled(Program program, JvmHostOptions hosting) {
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        if (!(verdict instanceof Verdict.Accepted accepted)) {
            throw new AssertionError(verdict);
        }
        JvmHost host = new JvmHost(hosting);
        List<? extends BpfMap> maps = program.maps().stream().map(host::createMap).toList();
        JvmProgram loaded = host.load(accepted.program(), maps);
        loaded.notCompiled()
                .ifPresent(
                        why -> {
                            throw new AssertionError(why.render());
                        });
        return new Loaded(host, loaded, maps);
    }

    static void demandKernel() {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    }
}
