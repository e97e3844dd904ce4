package dev.skep.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.MalformedException;
import dev.skep.elf.Cases;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BtfFormatTest {
    private final Btf little = Btf.parse(Cases.section("types.o", ".BTF"));
    private final Btf big = Btf.parse(Cases.section("types.big.o", ".BTF"));

    @Test
    void structuresReadLikeInitialisers() {
        Btf maps = Btf.parse(Cases.section("maps.o", ".BTF"));
        ByteBuffer flow = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        flow.putInt(10).putInt(-1).putShort((short) 80).putShort((short) 443).put((byte) 6);
        assertEquals(
                "{ .source = 10, .destination = 4294967295, .ports = { 80, 443 }, .protocol = 6 }",
                text(maps, BtfKind.STRUCT, "flow", flow.array()));
    }

    @Test
    void bitFieldsAreCutOutInBothByteOrders() {
        String expected =
                "{ .a = 5, .b = 100, .c = -3, .d = 1, .flag = true, .color = GREEN, .tail = 7 }";
        byte[] low = new byte[16];
        ByteBuffer first = ByteBuffer.wrap(low).order(ByteOrder.LITTLE_ENDIAN);
        first.putLong(0, 5 | 100 << 3 | (-3 & 31) << 14 | 1L << 19 | 1L << 59 | 5L << 60);
        low[8] = 7;
        assertEquals(expected, text(little, BtfKind.STRUCT, "bits", low));
        byte[] high = new byte[16];
        long word = 5L << 61 | 100L << 54 | (-3L & 31) << 45 | 1L << 5 | 1L << 4 | 5;
        ByteBuffer.wrap(high).putLong(0, word);
        high[8] = 7;
        assertEquals(expected, text(big, BtfKind.STRUCT, "bits", high));
    }

    @Test
    void unionsShowEveryMember() {
        byte[] bytes =
                ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putDouble(1.5).array();
        assertEquals(
                "{ .whole = 4609434218613702656, .real = 0.0, .precise = 1.5, .low = 0,"
                        + " .high = 1073217536, .raw = { 0, 0, 0, 0, 0, 0, 248, 63 } }",
                text(little, BtfKind.UNION, "number", bytes));
    }

    @Test
    void characterArraysAreTextWherePrintable() {
        int array = characterArray();
        assertEquals("\"eth0\"", BtfFormat.text(little, array, padded("eth0")));
        assertEquals("\"a \\\"b\\\"\\n\"", BtfFormat.text(little, array, padded("a \"b\"\n")));
        assertEquals("\"\"", BtfFormat.text(little, array, padded("")));
        assertInstanceOf(BtfValue.Sequence.class, BtfFormat.tree(little, array, padded("a\0b")));
        assertInstanceOf(BtfValue.Sequence.class, BtfFormat.tree(little, array, padded("\u0001")));
    }

    @Test
    void enumeratorsAreNamedWhereTheyAreKnown() {
        assertEquals("MINUS", text(little, BtfKind.ENUM, "sign", new byte[] {-1, -1, -1, -1}));
        assertEquals("7", text(little, BtfKind.ENUM, "sign", new byte[] {7, 0, 0, 0}));
        byte[] huge = ByteBuffer.allocate(8).putLong(0x123456789abcL).array();
        assertEquals("HUGE", text(big, BtfKind.ENUM64, "wide", huge));
        assertEquals("TWO", text(little, BtfKind.ENUM, "tiny", new byte[] {2}));
    }

    @Test
    void pointersAreHexadecimal() {
        int pointer =
                IntStream.rangeClosed(1, little.lastId())
                        .filter(id -> little.kind(id) == BtfKind.PTR)
                        .findFirst()
                        .orElseThrow();
        byte[] bytes = {0x10, 0x20, 0, 0, 0, 0, 0, 0};
        assertEquals("0x2010", BtfFormat.text(little, pointer, bytes));
    }

    @Test
    void longArraysAreCutShort() {
        Btf btf = new BtfBytes().integer("int").type(BtfKind.ARRAY, 0, "", 0, 1, 1, 5000).parse();
        BtfValue.Sequence value =
                assertInstanceOf(BtfValue.Sequence.class, BtfFormat.tree(btf, 2, new byte[20_000]));
        assertEquals(1024, value.elements().size());
        assertEquals(3976, value.omitted());
        assertTrue(value.text().endsWith(", 0, /* 3976 more */ }"));
    }

    @Test
    void bytesWithoutATypeStayBytes() {
        assertEquals("{ 0x01, 0xff }", BtfFormat.text(little, 0, new byte[] {1, -1}));
    }

    @Test
    void tooFewBytesAreRefused() {
        int node = little.find(BtfKind.STRUCT, "node").orElseThrow();
        MalformedException refusal =
                assertThrows(
                        MalformedException.class, () -> BtfFormat.text(little, node, new byte[20]));
        assertEquals(BtfCode.SHORT_VALUE, refusal.diagnostic().code());
    }

    private int characterArray() {
        return IntStream.rangeClosed(1, little.lastId())
                .filter(
                        id ->
                                little.type(id) instanceof BtfType.Array array
                                        && little.name(array.element()).equals("char"))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] padded(String text) {
        byte[] bytes = new byte[16];
        byte[] characters = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(characters, 0, bytes, 0, characters.length);
        return bytes;
    }

    private static String text(Btf btf, BtfKind kind, String name, byte[] bytes) {
        return BtfFormat.text(btf, btf.find(kind, name).orElseThrow(), bytes);
    }
}
