package dev.skep.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.MalformedException;
import dev.skep.elf.Cases;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BtfExtTest {
    private final Btf types = Btf.parse(Cases.section("core.o", ".BTF"));

    @ParameterizedTest
    @ValueSource(strings = {"core.o", "core.big.o"})
    void everyKindOfCoreRelocationIsRead(String object) {
        Btf btf = Btf.parse(Cases.section(object, ".BTF"));
        BtfExt ext = BtfExt.parse(Cases.section(object, ".BTF.ext"), btf);
        assertEquals(Set.of("raw_tp"), ext.sections());
        List<CoreRelocation> requests = ext.relocations("raw_tp");
        assertEquals(
                EnumSet.allOf(CoreRelocation.Kind.class),
                requests.stream().map(CoreRelocation::kind).collect(Collectors.toSet()));
        CoreRelocation first = requests.getFirst();
        assertEquals("task", btf.name(first.typeId()));
        assertEquals("0:2", first.access());
        assertEquals(CoreRelocation.Kind.FIELD_BYTE_OFFSET, first.kind());
    }

    @Test
    void linesCarryTheirSource() {
        BtfExt ext = BtfExt.parse(Cases.section("core.o", ".BTF.ext"), types);
        LineInfo first = ext.lines("raw_tp").getFirst();
        assertEquals("./core.c", first.file());
        assertEquals(22, first.line());
        assertEquals(18, first.column());
        assertEquals("    sum += task->parent->pid;", first.text());
        assertEquals(0, first.insnOffset());
    }

    @Test
    void functionsAreNamedByTheirTypes() {
        Btf btf = Btf.parse(Cases.section("maps.o", ".BTF"));
        BtfExt ext = BtfExt.parse(Cases.section("maps.o", ".BTF.ext"), btf);
        List<String> names =
                ext.functions(".text").stream().map(info -> btf.name(info.typeId())).toList();
        assertEquals(List.of("classify", "count"), names);
        assertEquals(List.of(), ext.functions("nowhere"));
    }

    @Test
    void recordsOfTheWrongSizeAreRefused() {
        ByteBuffer bytes = copy();
        int functions = bytes.getInt(4) + bytes.getInt(8);
        refused(BtfCode.EXT, bytes.putInt(functions, 4));
        refused(BtfCode.EXT, copy().putInt(functions, 9));
        refused(BtfCode.EXT, copy().putInt(functions, -8));
        refused(BtfCode.EXT, copy().putInt(functions + 8, 1_000_000));
        refused(BtfCode.EXT, copy().putInt(functions + 8, 0));
    }

    @Test
    void partsOutsideTheSectionAreRefused() {
        refused(BtfCode.EXT, copy().putInt(12, -1));
        refused(BtfCode.EXT, copy().putInt(8, Integer.MAX_VALUE));
        refused(BtfCode.TRUNCATED, copy().putInt(4, 1_000_000));
        refused(BtfCode.EMPTY, ByteBuffer.allocate(0));
    }

    @Test
    void idsAndStringsMustExist() {
        int functions = copy().getInt(4) + copy().getInt(8);
        refused(BtfCode.STRING, copy().putInt(functions + 4, 1 << 20));
        refused(BtfCode.REFERENCE, copy().putInt(functions + 16, 1 << 20));
        refused(BtfCode.EXT, copy().putInt(functions + 16, 1));
        refused(BtfCode.EXT, copy().putInt(functions + 12, 3));
    }

    private static ByteBuffer copy() {
        ByteBuffer contents = Cases.section("core.o", ".BTF.ext");
        ByteBuffer copy = ByteBuffer.allocate(contents.remaining()).order(contents.order());
        return copy.put(contents).flip();
    }

    private void refused(BtfCode code, ByteBuffer bytes) {
        MalformedException refusal =
                assertThrows(MalformedException.class, () -> BtfExt.parse(bytes, types));
        assertEquals(code, refusal.diagnostic().code(), refusal.diagnostic().render());
        assertTrue(refusal.diagnostic().render().contains("section .BTF.ext"));
    }
}
