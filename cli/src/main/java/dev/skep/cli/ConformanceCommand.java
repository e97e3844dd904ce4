package dev.skep.cli;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import dev.skep.isa.Bytecode;
import dev.skep.isa.InsnDecoder;
import dev.skep.map.JvmMap;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.spec.ProgramType;
import dev.skep.vm.RunOptions;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skep conformance`: a plugin of the public bpf_conformance suite.
@Command(
        name = "conformance",
        description = "Runs one test of the bpf_conformance suite, as its runner's plugin.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nReads the program from the standard input: two-digit hexadecimal bytes",
            "separated by blanks, 8 bytes an instruction. Runs it with the address of MEM",
            "in r1 and its length in r2, and prints r0 in hexadecimal."
        })
final class ConformanceCommand implements Callable<Integer> {
    /// A test that runs longer than this never ends.
    private static final long FUEL = 50_000_000;

    private static final JvmHostOptions OPTIONS =
            JvmHostOptions.defaults().withRuns(RunOptions.defaults().withFuel(FUEL));

    /// What runs the program.
    enum Engine {
        /// The checked interpreter.
        INTERPRETER,
        /// The compiler to JVM bytecode.
        COMPILER
    }

    private final Console console;

    @Spec private CommandSpec spec;

    /// The suite's older runner passes empty arguments where there is no memory or option.
    @Parameters(
            arity = "0..*",
            paramLabel = "MEM",
            description = "the memory, as two-digit hexadecimal bytes")
    private List<String> memory = List.of();

    @Option(names = "--elf", description = "the input is an ELF object, in hexadecimal too")
    private boolean elf;

    @Option(
            names = "--engine",
            paramLabel = "interpreter|compiler",
            description = "what runs the program",
            defaultValue = "interpreter")
    private Engine engine;

    ConformanceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        switch (engine) {
            case INTERPRETER -> {}
            case COMPILER ->
                    throw new ParameterException(
                            spec.commandLine(),
                            "the compiler is not built yet; use --engine interpreter");
        }
        byte[] input = System.in.readAllBytes();
        byte[] code = hex("the program", new String(input, StandardCharsets.US_ASCII));
        byte[] data = hex("MEM", String.join(" ", memory));
        try (JvmHost host = new JvmHost(OPTIONS)) {
            Program program = elf ? fromObject(BpfObject.read(code)) : fromCode(code);
            List<JvmMap> maps = program.maps().stream().map(host::createMap).toList();
            long result = host.load(program, maps).interpreter().run(data, OPTIONS.environment());
            console.out().println(Long.toHexString(result));
        }
        return ExitCode.DONE;
    }

    private static Program fromCode(byte[] code) {
        return program(InsnDecoder.decode(code, ByteOrder.LITTLE_ENDIAN));
    }

    /// The runner's objects hold their only function in `.text`, where others keep subprograms.
    private static Program fromObject(BpfObject object) {
        if (!object.programs().isEmpty()) {
            return object.link(LinkOptions.standard()).programs().getFirst();
        }
        return object.subprograms().stream()
                .findFirst()
                .map(f -> program(f.code()))
                .orElseThrow(
                        () ->
                                new MalformedException(
                                        Diagnostic.of(
                                                        CliCode.WHICH_PROGRAM,
                                                        "the object holds no program")
                                                .fix("give it a function")));
    }

    private static Program program(Bytecode code) {
        return Program.of("test", ProgramType.SOCKET_FILTER, code);
    }

    private static byte[] hex(String what, String text) {
        String digits = text.replaceAll("\\s+", "");
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(
                    Diagnostic.of(CliCode.HEXADECIMAL, what + " is not hexadecimal bytes")
                            .at(new Place.Named(what))
                            .because(e.getMessage())
                            .fix("write two digits a byte, separated by blanks: b7 00 00 00"));
        }
    }
}
