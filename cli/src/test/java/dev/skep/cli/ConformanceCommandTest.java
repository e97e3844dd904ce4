package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.asm.Assembler;
import dev.skep.isa.InsnEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The plugin, as the suite's runner starts it: a process of its own.
class ConformanceCommandTest {
    private record Answer(int code, String out, String err) {}

    @TempDir Path folder;

    @Test
    void printsR0InHexadecimal() throws Exception {
        assertEquals(new Answer(0, "2a\n", ""), plugin(hex("r0 = 42\nexit")));
        assertEquals(new Answer(0, "ffffffffffffffff\n", ""), plugin(hex("r0 = -1\nexit")));
    }

    @Test
    void memoryIsInR1AndItsLengthInR2() throws Exception {
        String code = hex("r0 = *(u8 *)(r1 + 2)\nr0 <<= 8\nr0 |= r2\nexit");
        assertEquals(new Answer(0, "cc03\n", ""), plugin(code, "aa  bb  cc "));
    }

    @Test
    void emptyArgumentsAreTakenForNone() throws Exception {
        assertEquals(
                new Answer(0, "1\n", ""),
                plugin(hex("r0 = 0\nif r1 != 0 goto +1\nr0 = 1\nexit"), "", ""));
    }

    @Test
    void functionsAreCalledByRegister() throws Exception {
        assertEquals(0, plugin(hex("r2 = 5\ncallx r2\nr0 = 2\nexit")).code());
    }

    @Test
    void objectsKeepTheirFunctionInText() throws Exception {
        try (InputStream in = getClass().getResourceAsStream("text.o")) {
            String object = HexFormat.ofDelimiter(" ").formatHex(in.readAllBytes());
            assertEquals(new Answer(0, "7\n", ""), plugin(object, "--elf"));
        }
    }

    @Test
    void failuresHaveAMessageAndAStatus() throws Exception {
        Answer trap = plugin(hex("r0 = *(u8 *)(r1 + 3)\nexit"), "aa bb cc");
        assertEquals(ExitCode.REJECTED, trap.code());
        assertEquals("", trap.out());
        assertTrue(trap.err().startsWith("T001: "), trap.err());
        assertEquals(ExitCode.INPUT, plugin("zz").code());
        assertEquals(ExitCode.INPUT, plugin("b7 00").code());
        assertEquals(ExitCode.USAGE, plugin("95", "--engine", "compiler").code());
    }

    @Test
    void programsThatNeverEndAreStopped() throws Exception {
        Answer endless = plugin(hex("goto -1"));
        assertEquals(ExitCode.REJECTED, endless.code());
        assertTrue(endless.err().startsWith("T005: "), endless.err());
    }

    private static String hex(String text) {
        byte[] code = InsnEncoder.encode(Assembler.assemble(text), ByteOrder.LITTLE_ENDIAN);
        return HexFormat.ofDelimiter(" ").formatHex(code);
    }

    private Answer plugin(String program, String... args) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classPath(),
                                "dev.skep.cli.Main",
                                "conformance"));
        command.addAll(List.of(args));
        Path input = Files.writeString(folder.resolve("program"), program + "\n");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(input.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        int code = process.waitFor();
        return new Answer(code, text(out), text(err));
    }

    /// Tests run with the modules on the module path; a plain class path serves as well.
    private static String classPath() {
        return System.getProperty("jdk.module.path", "")
                + System.getProperty("path.separator")
                + System.getProperty("java.class.path");
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
