package dev.skep.btf;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The types of one `.BTF` section as bytes, and where each starts (`struct btf_type`). Ids run
/// from [#firstId()] to [#lastId()].
final class TypeTable {
    private static final BtfKind[] KINDS = BtfKind.values();
    private static final int HEADER = 12;

    private final ByteBuffer bytes;
    private final int place;
    private final int firstId;
    private final int[] starts;

    private TypeTable(ByteBuffer bytes, int place, int firstId, int[] starts) {
        this.bytes = bytes;
        this.place = place;
        this.firstId = firstId;
        this.starts = starts;
    }

    /// Finds the start of every type.
    static TypeTable read(BtfHeader header, int firstId) {
        ByteBuffer bytes = header.types();
        int size = bytes.capacity();
        int[] starts = new int[Math.max(16, size / 24)];
        int count = 0;
        int at = 0;
        while (at < size) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count + count / 2);
            }
            starts[count++] = at;
            long length = size - at < HEADER ? HEADER : length(bytes, header.typesStart(), at);
            if (length > size - at) {
                throw BtfFault.at(
                        header.typesStart() + (long) at,
                        BtfCode.TRUNCATED,
                        "type "
                                + (firstId + count - 1)
                                + " needs "
                                + length
                                + " bytes, but only "
                                + (size - at)
                                + " are left");
            }
            at += (int) length;
        }
        return new TypeTable(bytes, header.typesStart(), firstId, Arrays.copyOf(starts, count));
    }

    private static long length(ByteBuffer bytes, int place, int at) {
        int info = bytes.getInt(at + 4);
        int kind = info >>> 24 & 0x1f;
        if (kind == 0 || kind >= KINDS.length) {
            throw BtfFault.at(
                    place + at + 4L, BtfCode.KIND, "kind " + kind + " of a type is not known");
        }
        return HEADER + extra(KINDS[kind], info & 0xffff);
    }

    private static long extra(BtfKind kind, int count) {
        return switch (kind) {
            case VOID, PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
            case INT, VAR, DECL_TAG -> 4;
            case ARRAY -> 12;
            case ENUM, FUNC_PROTO -> 8L * count;
            case STRUCT, UNION, DATASEC, ENUM64 -> 12L * count;
        };
    }

    /// How many bytes the types take.
    long size() {
        return bytes.capacity();
    }

    int firstId() {
        return firstId;
    }

    int lastId() {
        return firstId + starts.length - 1;
    }

    /// Where a type starts, in bytes from the start of the section; for diagnostics.
    long place(int id) {
        return place + (long) starts[id - firstId];
    }

    BtfKind kind(int id) {
        return KINDS[info(id) >>> 24 & 0x1f];
    }

    /// The offset of the name among the strings.
    int name(int id) {
        return bytes.getInt(starts[id - firstId]);
    }

    /// How many entries follow, or what stands in their place.
    int count(int id) {
        return info(id) & 0xffff;
    }

    /// The flag whose meaning depends on the kind.
    boolean flag(int id) {
        return info(id) < 0;
    }

    private int info(int id) {
        return bytes.getInt(starts[id - firstId] + 4);
    }

    /// The third word: a size in bytes or the id of another type.
    int sizeOrType(int id) {
        return bytes.getInt(starts[id - firstId] + 8);
    }

    /// The word at `index` of those that follow the three that every type has.
    int word(int id, int index) {
        return bytes.getInt(starts[id - firstId] + HEADER + 4 * index);
    }

    /// The index of a type's first word among [#words].
    int start(int id) {
        return starts[id - firstId] / Integer.BYTES;
    }

    /// A copy of all types: they consist of words of 32 bits.
    int[] words() {
        int[] words = new int[bytes.capacity() / Integer.BYTES];
        bytes.slice().order(bytes.order()).asIntBuffer().get(words);
        return words;
    }
}
