package dev.skep.btf;

/// Sizes and alignments of the types of one `.BTF` section. Containment has no cycles and a bounded
/// depth, because [ContainmentCheck] has seen to it.
final class TypeLayout {
    /// What has no size has no alignment either.
    static final int NONE = 0;

    private static final int LARGEST_ALIGNMENT = 16;

    private final Btf btf;
    private final TypeTable table;

    /// The alignments of structures and unions found so far, 0 where unknown. Threads that race
    /// write the same values.
    private final byte[] known;

    TypeLayout(Btf btf, TypeTable table) {
        this.btf = btf;
        this.table = table;
        this.known = new byte[table.lastId() - table.firstId() + 1];
    }

    /// The first type behind typedefs, qualifiers and tags.
    static int resolve(Btf btf, int id) {
        int at = id;
        while (btf.kind(at).isModifier()) {
            at = btf.sizeOrType(at);
        }
        return at;
    }

    /// The size of a type in bytes, -1 if it has none.
    static long size(Btf btf, int id) {
        long count = 1;
        int at = id;
        while (true) {
            switch (btf.kind(at)) {
                case INT, STRUCT, UNION, ENUM, ENUM64, FLOAT, DATASEC -> {
                    return multiply(btf, id, count, Integer.toUnsignedLong(btf.sizeOrType(at)));
                }
                case PTR -> {
                    return multiply(btf, id, count, Btf.POINTER_SIZE);
                }
                case ARRAY -> {
                    BtfType.Array array = (BtfType.Array) btf.type(at);
                    count = multiply(btf, id, count, array.count());
                    at = array.element();
                }
                case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR -> at = btf.sizeOrType(at);
                case VOID, FWD, FUNC, FUNC_PROTO, DECL_TAG -> {
                    return -1;
                }
            }
        }
    }

    private static long multiply(Btf btf, int id, long count, long size) {
        long high = Math.multiplyHigh(count, size);
        long low = count * size;
        if (high != 0 || low < 0) {
            throw BtfFault.at(
                    btf.place(id),
                    BtfCode.TOO_LARGE,
                    "type " + id + " is an array of more than 2^63 bytes");
        }
        return low;
    }

    /// The alignment of a type of this section in bytes, or [#NONE].
    int alignment(int id) {
        return switch (table.kind(id)) {
            case INT, ENUM, ENUM64, FLOAT ->
                    Math.min(Integer.lowestOneBit(table.sizeOrType(id)), LARGEST_ALIGNMENT);
            case PTR, DATASEC -> Btf.POINTER_SIZE;
            case ARRAY -> btf.alignmentOrNone(table.word(id, 0));
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR ->
                    btf.alignmentOrNone(table.sizeOrType(id));
            case STRUCT, UNION -> {
                int slot = id - table.firstId();
                if (known[slot] == NONE) {
                    known[slot] = (byte) (isPacked(id) ? 1 : membersAlignment(id));
                }
                yield known[slot];
            }
            case VOID, FWD, FUNC, FUNC_PROTO, DECL_TAG -> NONE;
        };
    }

    /// The largest alignment among the members, 1 if there are none.
    private int membersAlignment(int id) {
        int largest = 1;
        for (int i = 0; i < table.count(id); i++) {
            largest = Math.max(largest, btf.alignmentOrNone(table.word(id, 3 * i + 1)));
        }
        return largest;
    }

    /// Whether a structure or union is laid out as no C compiler would do it without
    /// `__attribute__((packed))`: BTF does not say so in any other way.
    boolean isPacked(int id) {
        int largest = membersAlignment(id);
        if (Integer.toUnsignedLong(table.sizeOrType(id)) % largest != 0) {
            return true;
        }
        for (int i = 0; i < table.count(id); i++) {
            long unit = 8L * Math.max(1, btf.alignmentOrNone(table.word(id, 3 * i + 1)));
            int data = table.word(id, 3 * i + 2);
            int width = table.flag(id) ? data >>> 24 : 0;
            long offset = table.flag(id) ? data & 0xffffff : Integer.toUnsignedLong(data);
            boolean misplaced = width == 0 ? offset % unit != 0 : offset % unit + width > unit;
            if (misplaced) {
                return true;
            }
        }
        return false;
    }
}
