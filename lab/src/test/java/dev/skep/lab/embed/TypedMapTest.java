package dev.skep.lab.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.diag.HostException;
import dev.skep.host.BpfMap;
import dev.skep.host.MapException;
import dev.skep.lab.house.House;
import dev.skep.map.MapOptions;
import dev.skep.object.BpfObject;
import dev.skep.program.MapDefinition;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.spec.MapType;
import dev.skep.typed.TypedCode;
import dev.skep.typed.TypedMap;
import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Keys and values of maps as Java values: by the types of `cases/objects/types.c`, and without.
class TypedMapTest {
    enum Sign {
        MINUS,
        ZERO,
        PLUS
    }

    enum Way {
        UP,
        DOWN
    }

    record Point(int x, int y) {}

    record Precise(double precise) {}

    record Pair(short left, Way way) {}

    /// Components in another order than C's, and without most of its fields.
    record Node(
            boolean yes,
            String name,
            byte[] address,
            Sign sign,
            long wide,
            int tiny,
            byte letter,
            Precise number,
            Pair asPair,
            long next,
            long[] runs) {}

    private static final Btf TYPES = types();

    private final JvmHost host =
            new JvmHost(JvmHostOptions.defaults().withMaps(MapOptions.defaults().withCpus(3)));

    @Test
    void recordsFindFieldsByName() {
        BpfMap map = map("point", "node");
        TypedMap<Point, Node> nodes = TypedMap.of(map, Point.class, Node.class);
        Node node = node("a name");
        nodes.put(new Point(-1, 7), node);
        Node read = nodes.get(new Point(-1, 7)).orElseThrow();
        assertEquals("a name", read.name());
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, read.address());
        assertEquals(Sign.MINUS, read.sign());
        assertEquals(0x123456789abcL, read.wide());
        assertEquals(2, read.tiny());
        assertEquals(-3, read.letter());
        assertEquals(0.5, read.number().precise());
        assertEquals(Way.DOWN, read.asPair().way());
        assertEquals(-4, read.asPair().left());
        assertTrue(read.yes());
        assertEquals(-1, read.next());
        assertArrayEquals(new long[] {1, 2, 3}, read.runs());
        assertEquals(Optional.empty(), nodes.get(new Point(7, -1)));
        byte[] raw = map.lookup(bytes(-1, 7)).orElseThrow();
        long at = offset("name");
        assertEquals('a', raw[(int) at]);
        assertEquals(0, raw[(int) at + 6]);
    }

    @Test
    void elementsAreWalkedOverReplacedAndRemoved() {
        TypedMap<Point, Long> map = TypedMap.of(map("point", "u64"), Point.class, Long.class);
        for (int i = 0; i < 5; i++) {
            map.put(new Point(i, -i), (long) i * i);
        }
        Map<Integer, Long> seen = new TreeMap<>();
        map.entries().forEach(e -> seen.put(e.getKey().x(), e.getValue()));
        assertEquals(Map.of(0, 0L, 1, 1L, 2, 4L, 3, 9L, 4, 16L), seen);
        assertEquals(5, map.keys().count());
        assertThrows(MapException.class, () -> map.put(new Point(1, -1), 8L, BpfMap.NO_EXIST));
        assertTrue(map.remove(new Point(1, -1)));
        assertFalse(map.remove(new Point(1, -1)));
        assertEquals(4, map.entries().count());
    }

    @Test
    void unsignedNumbersStayPositiveInWiderTypes() {
        BpfMap map = map("u32", "u64");
        map.update(bytes(-1), bytes(-2, -1), BpfMap.ANY);
        TypedMap<Long, Long> wide = TypedMap.of(map, Long.class, Long.class);
        assertEquals(List.of(0xffff_ffffL), wide.keys().toList());
        assertEquals(Optional.of(-2L), wide.get(0xffff_ffffL));
        TypedMap<Integer, Long> same = TypedMap.of(map, Integer.class, Long.class);
        assertEquals(List.of(-1), same.keys().toList());
        assertEquals(
                "D003: 4294967296 does not fit: u32 holds 0 to 4294967295\n"
                        + "  at Long\n"
                        + "  fix: store a number that fits",
                refusal(() -> wide.put(1L << 32, 1L)));
        assertThrows(HostException.class, () -> wide.get(-1L));
    }

    @Test
    void perCpuValuesAreLists() {
        BpfMap map = host.createMap(definition(MapType.PERCPU_HASH, "u32", "point"));
        TypedMap<Integer, List<Point>> points = TypedMap.perCpu(map, Integer.class, Point.class);
        List<Point> three = List.of(new Point(1, 2), new Point(3, 4), new Point(5, 6));
        points.put(9, three);
        assertEquals(Optional.of(three), points.get(9));
        assertThrows(MapException.class, () -> points.put(9, three.subList(0, 2)));
        assertEquals(
                "D006: it has a value for each CPU\n  at map test\n  fix: use TypedMap.perCpu",
                refusal(() -> TypedMap.of(map, Integer.class, Point.class)));
        assertEquals(
                "D006: it has one value for each key\n  at map test\n  fix: use TypedMap.of",
                refusal(() -> TypedMap.perCpu(map("u32", "u64"), Integer.class, Long.class)));
    }

    record Typo(String nam) {}

    record Narrow(int wide) {}

    record Nested(Inner number) {
        record Inner(float precise) {}
    }

    record Colors(Colour sign) {
        enum Colour {
            MINUS,
            YELLOW
        }
    }

    record Two(Number2 number) {
        record Number2(long whole, double precise) {}
    }

    record Bits(Flags bits) {
        record Flags(int a) {}
    }

    record Wrong(Object where) {}

    @Test
    void whatDoesNotFitIsRefusedWithTheComponentAndWhatFits() {
        assertRefused(
                Typo.class,
                "D001: struct node has no field nam",
                "at record Typo, component nam",
                "fix: did you mean name");
        assertRefused(
                Narrow.class,
                "D002: enum wide (8 bytes) cannot be had as int",
                "at record Narrow, component wide",
                "fix: what fits: an enum with constants of those names, long");
        assertRefused(
                Nested.class,
                "D002: double (8 bytes) cannot be had as float",
                "at record Nested, component number.precise",
                "fix: what fits: double");
        assertRefused(
                Colors.class,
                "D001: enum sign has no constant YELLOW",
                "at record Colors, component sign",
                "it has MINUS, ZERO, PLUS");
        assertRefused(
                Two.class,
                "D002: union number has one of its fields at a time, record Number2 names 2",
                "at record Two, component number",
                "fix: name the one that is meant");
        assertRefused(
                Bits.class,
                "cannot be had as int",
                "at record Bits, component bits.a",
                "bit fields cannot be had");
        assertRefused(
                Wrong.class,
                "cannot be had as Object",
                "at record Wrong, component where",
                "what fits: an array or List of what fits");
        assertRefused(Long.class, "D002: struct node", "cannot be had as long", "at Long");
    }

    @Test
    void valuesThatDoNotFitAreRefusedWhenTheyAreStored() {
        BpfMap map = map("point", "node");
        TypedMap<Point, Node> nodes = TypedMap.of(map, Point.class, Node.class);
        Point key = new Point(0, 0);
        assertTrue(
                refusal(() -> nodes.put(key, node("longer than sixteen")))
                        .startsWith("D003: the text takes 19 bytes, there are 16"));
        Node good = node("good");
        Node none =
                new Node(
                        true,
                        null,
                        new byte[6],
                        Sign.ZERO,
                        1,
                        1,
                        (byte) 0,
                        new Precise(1),
                        new Pair((short) 0, Way.UP),
                        0,
                        new long[3]);
        assertTrue(refusal(() -> nodes.put(key, none)).startsWith("D003: it is null"));
        Node few =
                new Node(
                        true,
                        "",
                        new byte[5],
                        Sign.ZERO,
                        1,
                        1,
                        (byte) 0,
                        new Precise(1),
                        new Pair((short) 0, Way.UP),
                        0,
                        new long[3]);
        assertTrue(
                refusal(() -> nodes.put(key, few))
                        .startsWith("D003: 5 elements do not fill an array of 6"));
        assertEquals(0, nodes.keys().count());
        nodes.put(key, good);
        byte[] raw = map.lookup(bytes(0, 0)).orElseThrow();
        raw[(int) offset("sign")] = 9;
        map.update(bytes(0, 0), raw, BpfMap.ANY);
        assertTrue(
                refusal(() -> nodes.get(key))
                        .matches("(?s)D004: no constant stands for -?[0-9]+ of enum sign.*"));
    }

    record Squares(List<List<Point>> where) {}

    @Test
    void arraysOfArraysAreListsOfLists() {
        BpfMap map = map("u32", "node");
        TypedMap<Integer, Squares> squares = TypedMap.of(map, Integer.class, Squares.class);
        List<List<Point>> rows =
                List.of(
                        List.of(new Point(1, 1), new Point(1, 2), new Point(1, 3)),
                        List.of(new Point(2, 1), new Point(2, 2), new Point(2, 3)));
        squares.put(1, new Squares(rows));
        assertEquals(rows, squares.get(1).orElseThrow().where());
    }

    record Flow(short port, byte protocol, long bytes) {}

    @Test
    void withoutTypesRecordsAreLaidOutAsInC() {
        BpfMap map = host.createMap(MapDefinition.of("test", MapType.HASH, 4, 16, 8));
        TypedMap<Integer, Flow> flows = TypedMap.of(map, Integer.class, Flow.class);
        flows.put(1, new Flow((short) 80, (byte) 6, 1500));
        ByteBuffer raw =
                ByteBuffer.wrap(map.lookup(bytes(1)).orElseThrow()).order(ByteOrder.nativeOrder());
        assertEquals(80, raw.getShort(0));
        assertEquals(6, raw.get(2));
        assertEquals(1500, raw.getLong(8));
        assertEquals(new Flow((short) 80, (byte) 6, 1500), flows.get(1).orElseThrow());
        assertTrue(
                refusal(() -> TypedMap.of(map, Long.class, Flow.class))
                        .startsWith("D002: it takes 8 bytes, a key of map test has 4"));
        assertTrue(
                refusal(() -> TypedMap.of(map, Integer.class, Node.class))
                        .contains("how many bytes a String takes does not show"));
        TypedMap<Integer, byte[]> bytes = TypedMap.of(map, Integer.class, byte[].class);
        assertEquals(6, bytes.get(1).orElseThrow()[2]);
    }

    record Named(int count, List<Integer> samples) {}

    @Test
    void layoutsSayWhereFieldsAre() {
        BpfMap map = host.createMap(MapDefinition.of("test", MapType.ARRAY, 4, 20, 2));
        MemoryLayout layout =
                MemoryLayout.structLayout(
                        MemoryLayout.sequenceLayout(3, ValueLayout.JAVA_INT).withName("samples"),
                        MemoryLayout.paddingLayout(4),
                        ValueLayout.JAVA_INT.withName("count"));
        TypedMap<Integer, Named> named =
                TypedMap.of(map, Integer.class, ValueLayout.JAVA_INT, Named.class, layout);
        named.put(1, new Named(7, List.of(1, 2, 3)));
        assertEquals(new Named(7, List.of(1, 2, 3)), named.get(1).orElseThrow());
        byte[] raw = map.lookup(bytes(1)).orElseThrow();
        assertEquals(2, raw[4]);
        assertEquals(7, raw[16]);
    }

    @Test
    void recordsThatAreNotOpenAreRefused() throws ClassNotFoundException {
        Class<?> closed = Class.forName("jdk.internal.foreign.abi.Binding$Copy");
        assertTrue(closed.isRecord());
        BpfMap map = map("u32", "point");
        String refusal = refusal(() -> TypedMap.of(map, Integer.class, closed));
        assertTrue(refusal.startsWith("D005: "), refusal);
        assertTrue(refusal.contains("opens jdk.internal.foreign.abi to dev.skep.core"), refusal);
    }

    @Test
    void queuesHaveNoKeys() {
        BpfMap queue = host.createMap(MapDefinition.of("queue", MapType.QUEUE, 0, 4, 2));
        HostException refused =
                assertThrows(
                        HostException.class,
                        () -> TypedMap.of(queue, Integer.class, Integer.class));
        assertEquals(TypedCode.WRONG_MAP, refused.diagnostic().code());
    }

    private void assertRefused(Class<?> type, String... parts) {
        String refusal = refusal(() -> TypedMap.of(map("u32", "node"), Integer.class, type));
        for (String part : parts) {
            assertTrue(refusal.contains(part), refusal + "\nwithout " + part);
        }
    }

    private static String refusal(Runnable action) {
        return assertThrows(HostException.class, action::run).diagnostic().render();
    }

    private static Node node(String name) {
        return new Node(
                true,
                name,
                new byte[] {1, 2, 3, 4, 5, 6},
                Sign.MINUS,
                0x123456789abcL,
                2,
                (byte) -3,
                new Precise(0.5),
                new Pair((short) -4, Way.DOWN),
                -1,
                new long[] {1, 2, 3});
    }

    private BpfMap map(String key, String value) {
        return host.createMap(definition(MapType.HASH, key, value));
    }

    private static MapDefinition definition(MapType type, String key, String value) {
        int keyId = id(key);
        int valueId = id(value);
        MapDefinition plain =
                MapDefinition.of(
                        "test", type, (int) TYPES.size(keyId), (int) TYPES.size(valueId), 8);
        return new MapDefinition(
                plain.name(),
                plain.type(),
                plain.keySize(),
                plain.valueSize(),
                plain.maxEntries(),
                plain.flags(),
                plain.extra(),
                Optional.of(new MapDefinition.Types(TYPES, keyId, valueId)),
                plain.inner(),
                plain.slots(),
                plain.globals(),
                plain.pinning());
    }

    private static int id(String name) {
        return TYPES.find(BtfKind.TYPEDEF, name)
                .orElseGet(() -> TYPES.find(BtfKind.STRUCT, name).orElseThrow());
    }

    private static long offset(String field) {
        var node = (dev.skep.btf.BtfType.Struct) TYPES.type(id("node"));
        return node.members().stream()
                .filter(m -> m.name().equals(field))
                .findFirst()
                .orElseThrow()
                .offset();
    }

    private static byte[] bytes(int... words) {
        ByteBuffer buffer =
                ByteBuffer.allocate(Integer.BYTES * words.length).order(ByteOrder.nativeOrder());
        for (int word : words) {
            buffer.putInt(word);
        }
        return buffer.array();
    }

    private static Btf types() {
        try {
            return BpfObject.read(Files.readAllBytes(House.root().resolve("cases/objects/types.o")))
                    .btf()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
