package dev.skep.cli;

import dev.skep.asm.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.isa.InsnEncoder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skep asm`.
@Command(
        name = "asm",
        description = "Assembles text to instructions.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nReads the syntax of the verifier's log and of llvm-objdump, labels too:",
            "  r0 = *(u32 *)(r1 + 4)",
            "  if w0 s> 5 goto done",
            "  r0 = 0",
            "done:",
            "  exit",
            "Prints 8 bytes a line in hexadecimal, or writes the raw bytes with --out."
        })
final class AsmCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE|-", description = "the text; - reads the standard input")
    private String source;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "write the raw bytes to this file")
    private Path out;

    @Option(names = "--big-endian", description = "encode for a big-endian machine")
    private boolean bigEndian;

    AsmCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        byte[] text =
                source.equals("-") ? System.in.readAllBytes() : InputFile.bytes(Path.of(source));
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] code =
                InputFile.named(
                        Path.of(source.equals("-") ? "standard input" : source),
                        () -> InsnEncoder.encode(assemble(text), order));
        if (out != null) {
            Files.write(out, code);
            return ExitCode.DONE;
        }
        HexFormat hex = HexFormat.ofDelimiter(" ");
        for (int at = 0; at < code.length; at += 8) {
            console.out().println(hex.formatHex(code, at, at + 8));
        }
        return ExitCode.DONE;
    }

    private static Bytecode assemble(byte[] text) {
        return Assembler.assemble(new String(text, StandardCharsets.UTF_8), Names.helpers());
    }
}
