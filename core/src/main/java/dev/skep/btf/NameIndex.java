package dev.skep.btf;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/// Finds the types of one `.BTF` section by name.
final class NameIndex {
    private static final int NONE = 0;

    private final Btf btf;
    private final TypeTable table;
    private final int firstId;
    private final int[] first;
    private final int[] next;

    /// Indexes the types that `table` holds.
    NameIndex(Btf btf, TypeTable table, BtfStrings strings) {
        int count = table.lastId() - table.firstId() + 1;
        this.btf = btf;
        this.table = table;
        this.firstId = table.firstId();
        this.first = new int[Math.max(2, Integer.highestOneBit(count) * 2)];
        this.next = new int[count];
        int[] hashes = strings.hashes();
        for (int id = table.lastId(); id >= firstId; id--) {
            int name = table.name(id);
            if (name != 0) {
                int hash =
                        strings.holds(name)
                                ? hashes[strings.index(name)]
                                : BtfStrings.hash(utf8(btf.string(name)));
                next[id - firstId] = first[slot(hash)];
                first[slot(hash)] = id;
            }
        }
    }

    /// The ids of the types of that name in ascending order.
    IntStream find(String name) {
        byte[] text = utf8(name);
        IntStream.Builder ids = IntStream.builder();
        int known = 0;
        for (int id = first[slot(BtfStrings.hash(text))]; id != NONE; id = next[id - firstId]) {
            int offset = table.name(id);
            if (offset == known || btf.isString(offset, text)) {
                known = offset;
                ids.add(id);
            }
        }
        return ids.build();
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 16) & first.length - 1;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
