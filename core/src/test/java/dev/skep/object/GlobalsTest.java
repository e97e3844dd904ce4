package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.LinkException;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobalsTest {
    @Test
    void sectionsOfVariablesAreArraysOfOneElement() {
        BpfObject object = Fixture.object("linking.bpf.o");
        assertEquals(
                List.of(
                        ".rodata 47 0x480",
                        ".data 20 0x400",
                        ".data.special 4 0x400",
                        ".bss 8 0x400"),
                object.maps().stream()
                        .map(
                                m ->
                                        m.name()
                                                + " "
                                                + m.valueSize()
                                                + " 0x"
                                                + Integer.toHexString(m.flags()))
                        .toList());
        MapDefinition bss = Fixture.map(object, ".bss");
        assertEquals(4, bss.keySize());
        assertEquals(1, bss.maxEntries());
        assertArrayEquals(new byte[8], bss.globals().orElseThrow().contents());
    }

    @Test
    void variablesHaveNamesPlacesAndTypes() {
        BpfObject object = Fixture.object("linking.bpf.o");
        Globals globals = Fixture.map(object, ".rodata").globals().orElseThrow();
        assertTrue(globals.readOnly());
        assertEquals(
                List.of(
                        "settings 0 20",
                        "limit 20 4",
                        "step 24 1",
                        "strict 25 1",
                        "mode 28 4",
                        "greeting 32 8",
                        "third.format 40 7"),
                globals.variables().stream()
                        .map(v -> v.name() + " " + v.offset() + " " + v.size())
                        .toList());
        assertTrue(globals.variables().stream().allMatch(v -> v.typeId() > 0));
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 4000000000, 00286bee",
        "limit, 0x10, 10000000",
        "step, -128, 80",
        "step, 255, ff",
        "strict, true, 01",
        "strict, no, 00",
        "mode, DROP, 09000000",
        "mode, 7, 07000000",
        "greeting, hello, 68656c6c6f000000",
        "greeting, hex:0102030405060708, 0102030405060708"
    })
    void valuesAreSetByName(String name, String value, String expected) {
        LinkedObject object = linkWith(name, value);
        Globals globals = Fixture.map(object.maps(), ".rodata").globals().orElseThrow();
        Globals.Variable variable =
                globals.variables().stream()
                        .filter(v -> v.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        byte[] bytes =
                Arrays.copyOfRange(
                        globals.contents(), variable.offset(), variable.offset() + variable.size());
        assertEquals(expected, java.util.HexFormat.of().formatHex(bytes));
    }

    @Test
    void variablesOfZeroedSectionsCanBeSet() {
        Globals globals =
                Fixture.map(linkWith("seen", "258").maps(), ".bss").globals().orElseThrow();
        ByteBuffer contents = ByteBuffer.wrap(globals.contents()).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(258, contents.getLong());
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 4294967296, O015",
        "limit, many, O015",
        "step, 256, O015",
        "step, -129, O015",
        "greeting, much too long, O015",
        "settings, 1, O015",
        "mode, NOWHERE, O015",
        "limit, 99999999999999999999, O015",
        "limt, 1, O014"
    })
    void whatDoesNotFitIsRefused(String name, String value, String code) {
        LinkException e = assertThrows(LinkException.class, () -> linkWith(name, value));
        assertEquals(code, e.diagnostic().code().id());
    }

    private static LinkedObject linkWith(String name, String value) {
        return Fixture.object("linking.bpf.o")
                .link(LinkOptions.standard().withGlobals(Map.of(name, value)));
    }
}
