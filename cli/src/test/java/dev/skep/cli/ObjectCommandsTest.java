package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `inspect`, `disasm` and `btf dump`.
class ObjectCommandsTest {
    private static final Path FIREWALL =
            Path.of("").toAbsolutePath().getParent().resolve("examples/firewall/firewall.bpf.o");

    @TempDir Path folder;

    @Test
    void inspectShowsEveryPart() {
        String out = CommandLineRun.of("inspect", FIREWALL.toString()).out();
        Stream.of(
                        "license Dual MIT/GPL",
                        "programs\n  firewall  xdp  xdp",
                        "subprograms\n  report  .text",
                        "counters   percpu_array  enum protocol (4) -> struct counter (24)",
                        "map blocklist",
                        "call of report")
                .forEach(part -> assertTrue(out.contains(part), part + "\n" + out));
    }

    @Test
    void inspectShowsStructuresOfFunctions() {
        String object =
                Path.of("")
                        .toAbsolutePath()
                        .getParent()
                        .resolve("linux/src/test/resources/dev/skep/linux/congestion.bpf.o")
                        .toString();
        String out = CommandLineRun.of("inspect", object).out();
        assertTrue(out.contains("\n  steady      tcp_congestion_ops (.struct_ops.link)   "), out);
        assertTrue(out.contains("init = start"), out);
        String json = CommandLineRun.of("inspect", "--json", object).out();
        assertTrue(json.contains("\"structs\""), json);
    }

    @Test
    void everyFieldThatInspectPromisesIsThere() {
        String out =
                CommandLineRun.of("inspect", "--json", FIREWALL.toString(), "--btf", "own").out();
        Stream.of(
                        "file",
                        "byteOrder",
                        "license",
                        "kernelVersion",
                        "programs",
                        "name",
                        "section",
                        "type",
                        "attachType",
                        "offset",
                        "instructions",
                        "source",
                        "btfId",
                        "subprograms",
                        "binding",
                        "maps",
                        "keySize",
                        "valueSize",
                        "maxEntries",
                        "flags",
                        "extra",
                        "keyType",
                        "valueType",
                        "pinning",
                        "inner",
                        "slots",
                        "globals",
                        "map",
                        "size",
                        "value",
                        "readOnly",
                        "externs",
                        "btf",
                        "types",
                        "firstId",
                        "lastId",
                        "relocations",
                        "function",
                        "slot",
                        "symbol",
                        "meaning",
                        "core",
                        "remarks")
                .forEach(f -> assertTrue(out.contains("\"" + f + "\" :"), f));
    }

    @Test
    void everyFieldThatDisasmPromisesIsThere() {
        String out = CommandLineRun.of("disasm", "--json", FIREWALL.toString()).out();
        Stream.of(
                        "file",
                        "linked",
                        "functions",
                        "name",
                        "section",
                        "type",
                        "offset",
                        "insns",
                        "slot",
                        "bytes",
                        "text",
                        "source",
                        "sourceText",
                        "remark")
                .forEach(f -> assertTrue(out.contains("\"" + f + "\" :"), f));
    }

    @Test
    void aLinkedProgramHoldsItsSubprograms() {
        String out = CommandLineRun.of("disasm", "--linked", FIREWALL.toString()).out();
        assertTrue(out.contains("; report:"), out);
        assertTrue(out.contains("call pc+"), out);
        assertTrue(out.contains("r1 = map["), out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "llvm"})
    void whatIsDisassembledAssemblesAgain(String dialect) throws IOException {
        String listing =
                CommandLineRun.of(
                                "disasm",
                                FIREWALL.toString(),
                                "--prog",
                                "report",
                                "--no-source",
                                "--dialect",
                                dialect)
                        .out();
        String text = listing.lines().skip(1).map(l -> l + "\n").reduce("", String::concat);
        Path source = Files.writeString(folder.resolve("report.s"), text);
        CommandLineRun run = CommandLineRun.of("asm", source.toString());
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertEquals(21, run.out().lines().count());
    }

    @Test
    void typesArePrintedAsC() {
        String out =
                CommandLineRun.of("btf", "dump", FIREWALL.toString(), "--type", "counter").out();
        assertEquals("struct counter {\n\tu64 packets;\n\tu64 bytes;\n\tu64 dropped;\n};\n", out);
        CommandLineRun unknown =
                CommandLineRun.of("btf", "dump", FIREWALL.toString(), "--type", "nothing");
        assertEquals(ExitCode.INPUT, unknown.code());
        assertTrue(unknown.err().startsWith("U003: "), unknown.err());
    }

    @Test
    void anUnknownFunctionIsAnInputErrorWithASuggestion() {
        CommandLineRun run = CommandLineRun.of("disasm", FIREWALL.toString(), "--prog", "firewal");
        assertEquals(ExitCode.INPUT, run.code());
        assertTrue(run.err().contains("did you mean firewall?"), run.err());
    }

    @Test
    void damagedObjectsEndInOneDiagnostic() throws IOException {
        byte[] good = Files.readAllBytes(FIREWALL);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Path bad = folder.resolve("bad.o");
        for (int round = 0; round < 150; round++) {
            byte[] bytes =
                    random.nextBoolean()
                            ? Arrays.copyOf(good, random.nextInt(good.length))
                            : flipped(good, random);
            Files.write(bad, bytes);
            for (String command : new String[] {"inspect", "disasm"}) {
                CommandLineRun run = CommandLineRun.of(command, bad.toString());
                String problem = "seed " + seed + ", round " + round + ": " + run.err();
                assertTrue(run.code() == ExitCode.DONE || run.code() == ExitCode.INPUT, problem);
                if (run.code() == ExitCode.INPUT) {
                    assertEquals("", run.out(), problem);
                    assertTrue(run.err().matches("(?s)[A-Z]\\d{3}: .*"), problem);
                }
            }
        }
    }

    private static byte[] flipped(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int i = 0; i < 8; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }
}
