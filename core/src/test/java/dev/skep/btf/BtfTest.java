package dev.skep.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.asm.Tool;
import dev.skep.elf.Cases;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BtfTest {
    private static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");

    private final Btf types = Btf.parse(Cases.section("types.o", ".BTF"));

    @Test
    void everyTypeIsReadAsExpected() throws Exception {
        Golden.assertText(getClass(), "types.txt", listing(types));
    }

    @Test
    void bigEndianTypesAreTheSame() {
        Btf big = Btf.parse(Cases.section("types.big.o", ".BTF"));
        assertEquals(ByteOrder.BIG_ENDIAN, big.order());
        assertEquals(withoutBitOffsets(listing(types)), withoutBitOffsets(listing(big)));
    }

    /// Bit fields count from the other end in big endian.
    private static String withoutBitOffsets(String listing) {
        return listing.replaceAll("bitOffset=[0-9]+", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"maps.o", "maps.big.o", "core.o", "types.o", "types.gcc.o"})
    void kindsAndNamesAreThoseOfBpftool(String object) throws Exception {
        Tool.require("bpftool");
        String path = Cases.path(object).toString();
        String raw = Tool.run("", "bpftool", "btf", "dump", "file", path);
        Btf btf = Btf.parse(Cases.section(object, ".BTF"));
        Matcher lines = Pattern.compile("(?m)^\\[(\\d+)\\] (\\w+) '([^']*)'").matcher(raw);
        int found = 0;
        while (lines.find()) {
            int id = Integer.parseInt(lines.group(1));
            assertEquals(lines.group(2), btf.kind(id).name());
            assertEquals(lines.group(3).replace("(anon)", ""), btf.name(id));
            found++;
        }
        assertEquals(btf.lastId(), found);
    }

    @Test
    void typesAreFoundByKindAndName() {
        int node = types.find(BtfKind.STRUCT, "node").orElseThrow();
        assertEquals("node", assertInstanceOf(BtfType.Struct.class, types.type(node)).name());
        assertEquals(OptionalInt.empty(), types.find(BtfKind.UNION, "node"));
        assertEquals(OptionalInt.empty(), types.find(BtfKind.STRUCT, "nod"));
        assertTrue(types.findAll("node").anyMatch(id -> id == node));
    }

    @Test
    void sizesAndAlignmentsAreThoseOfC() {
        assertEquals(16, size("bits"));
        assertEquals(29, size("squeezed"));
        assertEquals(128, size("aligned"));
        assertEquals(16, types.alignment(struct("node")));
        assertEquals(1, types.alignment(struct("squeezed")));
        assertEquals(8, types.alignment(struct("bits")));
        int array =
                IntStream.rangeClosed(1, types.lastId())
                        .filter(id -> types.kind(id) == BtfKind.ARRAY)
                        .filter(id -> types.size(id) == 48)
                        .findFirst()
                        .orElseThrow();
        assertEquals(4, types.alignment(array));
    }

    @Test
    void typedefsAndQualifiersAreSeenThrough() {
        int alias = types.find(BtfKind.TYPEDEF, "u32").orElseThrow();
        assertEquals("unsigned int", types.name(types.resolve(alias)));
        assertEquals(4, types.size(alias));
    }

    @Test
    void splitTypesGoOnWhereTheBaseEnds() {
        Btf base = new BtfBytes().integer("int").parse();
        BtfBytes more = BtfBytes.after(base);
        more.type(BtfKind.TYPEDEF, 0, "number", 1).type(BtfKind.PTR, 0, "", 2);
        Btf split = Btf.parse(more.section(24), base);
        assertEquals(2, split.firstId());
        assertEquals(3, split.lastId());
        assertEquals(1, split.resolve(2));
        assertEquals("int", split.name(1));
        assertEquals("number", split.name(2));
        assertEquals(List.of(1), split.findAll("int").boxed().toList());
        assertEquals(OptionalInt.of(2), split.find(BtfKind.TYPEDEF, "number"));
        assertEquals("number *x", CDeclarations.declare(split, 3, "x"));
    }

    @Test
    void newerHeadersAreReadWhileTheirNewFieldsAreZero() {
        assertEquals(1, Btf.parse(new BtfBytes().integer("int").section(64)).lastId());
    }

    @Test
    void theKernelsTypesAreRead() throws Exception {
        assumeTrue(Files.isReadable(KERNEL), "this kernel offers no BTF at " + KERNEL);
        Btf kernel = Btf.parse(Files.readAllBytes(KERNEL));
        BtfType task = kernel.type(kernel.find(BtfKind.STRUCT, "task_struct").orElseThrow());
        BtfType.Struct struct = assertInstanceOf(BtfType.Struct.class, task);
        assertTrue(struct.members().stream().anyMatch(member -> member.name().equals("pid")));
        assertTrue(kernel.lastId() > 10_000);
    }

    private long size(String struct) {
        return types.size(struct(struct));
    }

    private int struct(String name) {
        return types.find(BtfKind.STRUCT, name).orElseThrow();
    }

    private static String listing(Btf btf) {
        StringBuilder text = new StringBuilder();
        for (int id = 1; id <= btf.lastId(); id++) {
            text.append(id).append(' ').append(btf.type(id)).append('\n');
        }
        return text.toString();
    }
}
