package dev.skep.lab.bench.program;

import dev.skep.lab.bench.program.Benchmark.Element;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.SequencedSet;

/// What the maps of the benchmarks hold before the first run: made up, always the same.
final class MapContents {
    private static final int FLOWS = 10_000;
    private static final int ADDRESSES = 10_000;
    private static final int NETWORKS = 1_000;
    private static final int BLOCKED = 100;
    private static final int CELLS = 64 * 64;
    private static final int FLOW_SIZE = 16;

    private MapContents() {}

    /// The key of an array's element.
    static byte[] index(int index) {
        return bytes(4).putInt(index).array();
    }

    /// A world a third of whose cells are alive; `struct world` of `life.bpf.c`.
    static Element world() {
        Random random = new Random(64);
        ByteBuffer world = bytes(2 * CELLS + 4);
        for (int i = 0; i < CELLS; i++) {
            world.put((byte) (random.nextInt(3) == 0 ? 1 : 0));
        }
        return new Element("worlds", index(0), world.array());
    }

    /// 10,000 flows and the order in which runs take them, which is not the order in which the
    /// table got them: `flows.bpf.c`.
    static List<Element> flows() {
        Random random = new Random(5);
        SequencedSet<ByteBuffer> keys = new LinkedHashSet<>();
        while (keys.size() < FLOWS) {
            keys.add(
                    bytes(FLOW_SIZE)
                            .putInt(0x0a000000 | random.nextInt(1 << 16))
                            .putInt(0xc6336400 | random.nextInt(256))
                            .putShort((short) (1024 + random.nextInt(60_000)))
                            .putShort((short) (random.nextBoolean() ? 443 : 80))
                            .putInt(6)
                            .flip());
        }
        List<Element> elements = new ArrayList<>();
        keys.forEach(key -> elements.add(new Element("flows", key.array(), new byte[16])));
        List<ByteBuffer> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled, random);
        for (int i = 0; i < FLOWS; i++) {
            elements.add(new Element("order", index(i), shuffled.get(i).array()));
        }
        return elements;
    }

    /// 1,000 networks of 8 to 32 bits, most of 24, and 10,000 addresses, three in four of which are
    /// in one of them: `prefix.bpf.c`.
    static List<Element> prefixes() {
        Random random = new Random(24);
        List<Element> elements = new ArrayList<>();
        int[] addresses = new int[NETWORKS];
        for (int i = 0; i < NETWORKS; i++) {
            int length = random.nextBoolean() ? 24 : 8 + random.nextInt(25);
            addresses[i] = random.nextInt() & -1 << 32 - length;
            elements.add(
                    new Element(
                            "networks",
                            network(length, addresses[i]),
                            bytes(4).putInt(i + 1).array()));
        }
        for (int i = 0; i < ADDRESSES; i++) {
            int address =
                    random.nextInt(4) == 0
                            ? random.nextInt()
                            : addresses[random.nextInt(NETWORKS)] | random.nextInt(256);
            byte[] network = bytes(4).order(ByteOrder.BIG_ENDIAN).putInt(address).array();
            elements.add(new Element("order", index(i), network));
        }
        return elements;
    }

    /// 100 blocked networks, none of which the sample packets come from.
    static List<Element> blocklist() {
        Random random = new Random(3);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < BLOCKED; i++) {
            int address = 0xc0000000 | random.nextInt(1 << 29) & 0xffffff00;
            elements.add(new Element("blocklist", network(24, address), new byte[8]));
        }
        return elements;
    }

    private static byte[] network(int length, int address) {
        return bytes(8).putInt(length).order(ByteOrder.BIG_ENDIAN).putInt(address).array();
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }
}
