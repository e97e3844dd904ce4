package dev.skep.helper;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.jit.Compilation;
import dev.skep.jit.Compiler;
import dev.skep.map.JvmMap;
import dev.skep.map.JvmMaps;
import dev.skep.map.MapOptions;
import dev.skep.memory.OffHeap;
import dev.skep.memory.Scratch;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.packet.Origin;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.SocketBuffer.Start;
import dev.skep.packet.XdpFrame;
import dev.skep.program.Globals;
import dev.skep.program.Program;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import dev.skep.vm.CompiledCode;
import dev.skep.vm.Environment;
import dev.skep.vm.Execution;
import dev.skep.vm.Interpreter;
import dev.skep.vm.MapsByHandle;
import dev.skep.vm.RunOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A program of `cases/helpers` with maps of its own, ready to run.
final class HelperBench {
    static final Path FOLDER =
            Path.of("").toAbsolutePath().resolveSibling("cases").resolve("helpers");

    private static final LinkedObject OBJECT = read();

    /// @param packet afterwards, metadata in front
    record Outcome(int result, byte[] packet) {}

    private final Program program;
    private final List<JvmMap> maps;

    /// Who runs the program.
    enum Engine {
        INTERPRETER,
        COMPILER
    }

    private final Engine engine;

    HelperBench(String name) {
        this(name, Engine.INTERPRETER);
    }

    HelperBench(String name, Engine engine) {
        this.engine = engine;
        program = OBJECT.program(name);
        JvmMaps factory = new JvmMaps(MapOptions.defaults());
        maps = program.maps().stream().map(factory::create).toList();
    }

    private static LinkedObject read() {
        try {
            return BpfObject.read(Files.readAllBytes(FOLDER.resolve("helpers.bpf.o")))
                    .link(LinkOptions.standard());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Outcome run(byte[] packet) {
        Execution run = execution();
        return program.type() == ProgramType.XDP ? frame(run, packet) : buffer(run, packet);
    }

    private Execution execution() {
        Interpreter interpreter =
                new Interpreter(
                        program, maps, new HostHelpers(), MapsByHandle.NONE, RunOptions.defaults());
        Environment environment = Environment.repeatable(1);
        return switch (engine) {
            case INTERPRETER -> interpreter.execution(environment);
            case COMPILER -> interpreter.execution(compiled(), environment);
        };
    }

    /// What the verifier cannot decide yet is not compiled.
    private CompiledCode compiled() {
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        if (verdict instanceof Verdict.Undecided undecided) {
            assumeTrue(false, program.name() + ": " + undecided.construct() + " is undecided");
        }
        if (!(verdict instanceof Verdict.Accepted accepted)) {
            throw new IllegalStateException(program.name() + " is not accepted: " + verdict);
        }
        Compilation compilation = Compiler.compile(accepted.program(), maps, new HostHelpers());
        return compilation
                .code()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        program.name() + ": " + compilation.refusal()));
    }

    private static Outcome frame(Execution run, byte[] packet) {
        XdpFrame frame = new XdpFrame(run);
        frame.load(packet, Origin.LOOPBACK);
        int result = frame.run();
        long start = frame.packet().dataMeta();
        int size = (int) (frame.packet().dataEnd() - start);
        return new Outcome(result, OffHeap.bytes(start, size));
    }

    private Outcome buffer(Execution run, byte[] packet) {
        SocketBuffer buffer = new SocketBuffer(run, program.type());
        boolean filter = program.type() == ProgramType.SOCKET_FILTER;
        buffer.load(packet, new byte[0], filter ? Start.NETWORK_HEADER : Start.LINK_HEADER);
        return new Outcome(buffer.run(), buffer.packet().bytes());
    }

    /// The map of that name.
    JvmMap map(String name) {
        return maps.stream()
                .filter(m -> m.definition().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// One of the values that the program kept.
    long result(int index) {
        return OffHeap.getLong(variable("results") + (long) index * Long.BYTES);
    }

    /// The address of a variable in `.bss`.
    long variable(String name) {
        for (JvmMap map : maps) {
            for (Globals.Variable variable :
                    map.definition().globals().map(Globals::variables).orElse(List.of())) {
                if (variable.name().equals(name)) {
                    return element(map) + variable.offset();
                }
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static long element(JvmMap map) {
        try (Scratch key = new Scratch(Integer.BYTES)) {
            return map.lookup(key.address(), 0);
        }
    }
}
