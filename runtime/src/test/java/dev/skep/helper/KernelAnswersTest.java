package dev.skep.helper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.helper.HelperBench.Engine;
import dev.skep.memory.OffHeap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every case of `cases/helpers`, interpreted and compiled: the functions answer as Linux does.
class KernelAnswersTest {
    private static final int SLOTS = 64;
    private static final int TEXTS = 24;
    private static final int TEXT = 64;

    private record Case(String program, String packet, List<String> expected) {}

    @TestFactory
    Stream<DynamicTest> answersAsTheKernelDoes() throws IOException {
        Map<String, byte[]> packets = packets();
        List<Case> cases = cases();
        assertTrue(cases.size() >= 100, "cases are missing");
        return Arrays.stream(Engine.values())
                .flatMap(engine -> cases.stream().map(c -> test(engine, c, packets)));
    }

    private static DynamicTest test(Engine engine, Case c, Map<String, byte[]> packets) {
        return DynamicTest.dynamicTest(
                engine + " " + c.program + " " + c.packet,
                () -> check(engine, c, packets.get(c.packet)));
    }

    private static void check(Engine engine, Case expected, byte[] packet) {
        HelperBench bench = new HelperBench(expected.program, engine);
        HelperBench.Outcome outcome = bench.run(packet);
        List<String> found = new ArrayList<>();
        found.add("-- result " + Integer.toUnsignedString(outcome.result()));
        found.add("-- values" + values(bench));
        texts(bench, found);
        boolean same = Arrays.equals(packet, outcome.packet());
        boolean filter = expected.program.startsWith("filter");
        if (!filter) {
            found.add("-- after " + (same ? "same" : shown(outcome.packet())));
        }
        // What a socket filter leaves is not shown by the kernel: it blanks the link header.
        List<String> wanted =
                expected.expected.stream()
                        .filter(line -> !(filter && line.startsWith("-- after")))
                        .toList();
        assertEquals(String.join("\n", wanted), String.join("\n", found));
    }

    private static String shown(byte[] packet) {
        return packet.length <= 400
                ? HexFormat.of().formatHex(packet)
                : HexFormat.of().formatHex(packet, 0, 100) + "... " + packet.length + " bytes";
    }

    private static String values(HelperBench bench) {
        long results = bench.variable("results");
        int count = SLOTS;
        while (count > 0 && OffHeap.getLong(results + (count - 1) * 8L) == 0) {
            count--;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(' ').append(OffHeap.getLong(results + i * 8L));
        }
        return text.toString();
    }

    private static void texts(HelperBench bench, List<String> found) {
        long texts = bench.variable("texts");
        for (int i = 0; i < TEXTS; i++) {
            byte[] bytes = OffHeap.bytes(texts + (long) i * TEXT, TEXT);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            text = text.substring(0, text.indexOf('\0'));
            if (!text.isEmpty()) {
                found.add("-- text " + i + " " + text);
            }
        }
    }

    private static Map<String, byte[]> packets() throws IOException {
        Map<String, byte[]> packets = new LinkedHashMap<>();
        for (String line : Files.readAllLines(HelperBench.FOLDER.resolve("packets.txt"))) {
            if (!line.startsWith("#")) {
                String[] words = line.split(" ");
                packets.put(words[0], HexFormat.of().parseHex(words[1]));
            }
        }
        return packets;
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : Files.readAllLines(HelperBench.FOLDER.resolve("helpers.expected"))) {
            if (line.startsWith("== ")) {
                String[] words = line.split(" ");
                cases.add(new Case(words[1], words[2], new ArrayList<>()));
            } else if (line.startsWith("-- ")) {
                cases.getLast().expected.add(line);
            }
        }
        return cases;
    }
}
