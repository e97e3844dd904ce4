package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsmCommandTest {
    @TempDir Path folder;

    @Test
    void printsEightBytesALine() throws IOException {
        CommandLineRun run = CommandLineRun.of("asm", text("r0 = 1\nexit\n"));
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertEquals("b7 00 00 00 01 00 00 00\n95 00 00 00 00 00 00 00\n", run.out());
    }

    @Test
    void knowsHelpersByName() throws IOException {
        CommandLineRun run = CommandLineRun.of("asm", text("call bpf_ktime_get_ns\nexit\n"));
        assertEquals("85 00 00 00 05 00 00 00\n95 00 00 00 00 00 00 00\n", run.out());
    }

    @Test
    void writesRawBytesForABigEndianMachine() throws IOException {
        Path out = folder.resolve("code.bin");
        CommandLineRun run =
                CommandLineRun.of("asm", text("r1 = 2"), "--big-endian", "-o", out.toString());
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertArrayEquals(
                new byte[] {(byte) 0xb7, 0x10, 0, 0, 0, 0, 0, 2}, Files.readAllBytes(out));
    }

    @Test
    void aWrongLineIsNamedAndNothingIsWritten() throws IOException {
        Path out = folder.resolve("code.bin");
        CommandLineRun run =
                CommandLineRun.of("asm", text("r0 = 0\nr99 = 1\nexit"), "-o", out.toString());
        assertEquals(ExitCode.INPUT, run.code());
        assertTrue(run.err().contains("line 2"), run.err());
        assertFalse(Files.exists(out));
    }

    private String text(String lines) throws IOException {
        return Files.writeString(folder.resolve("program.s"), lines).toString();
    }
}
