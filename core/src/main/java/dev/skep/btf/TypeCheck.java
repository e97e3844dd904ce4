package dev.skep.btf;

/// Checks the types of one `.BTF` section once, so that nothing can fail when they are built later:
/// every name and every id leads somewhere, every kind holds what it may hold.
final class TypeCheck {
    private static final long SHARING = 8;
    private static final long ALLOWANCE = 1 << 16;

    private final TypeTable table;
    private final Btf btf;
    private final int lastId;
    private final int stringsEnd;

    /// How many bytes all names together may have: entries may share names, but only to a point.
    private long budget;

    TypeCheck(Btf btf, TypeTable table, int stringsEnd) {
        this.btf = btf;
        this.budget = (table.size() + stringsEnd) * SHARING + ALLOWANCE;
        this.table = table;
        this.lastId = table.lastId();
        this.stringsEnd = stringsEnd;
    }

    void run() {
        for (int id = table.firstId(); id <= lastId; id++) {
            requireName(id, table.name(id));
            check(id);
        }
    }

    private void check(int id) {
        switch (table.kind(id)) {
            case VOID, FWD -> {}
            case PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG ->
                    requireType(id, table.sizeOrType(id));
            case INT -> checkInt(id);
            case ARRAY -> {
                requireType(id, table.word(id, 0));
                requireType(id, table.word(id, 1));
            }
            case STRUCT, UNION -> checkMembers(id);
            case ENUM, ENUM64 -> checkEnum(id);
            case FUNC -> checkFunction(id);
            case FUNC_PROTO -> checkPrototype(id);
            case VAR -> {
                requireType(id, table.sizeOrType(id));
                requireLinkage(id, table.word(id, 0));
            }
            case DATASEC -> checkSection(id);
            case FLOAT -> requireSize(id, 16);
            case DECL_TAG -> {
                requireType(id, table.sizeOrType(id));
                if (table.word(id, 0) < -1) {
                    throw fault(id, "tags component " + table.word(id, 0));
                }
            }
        }
    }

    private void checkInt(int id) {
        requireSize(id, 16);
        int data = table.word(id, 0);
        int bits = data & 0xff;
        int offset = data >>> 16 & 0xff;
        if (bits + offset > table.sizeOrType(id) * 8) {
            throw fault(
                    id,
                    "is an integer of "
                            + table.sizeOrType(id)
                            + " bytes that uses "
                            + bits
                            + " bits from bit "
                            + offset
                            + " on");
        }
    }

    private void checkMembers(int id) {
        long size = Integer.toUnsignedLong(table.sizeOrType(id));
        boolean bitFields = table.flag(id);
        for (int i = 0; i < table.count(id); i++) {
            requireName(id, table.word(id, 3 * i));
            requireType(id, table.word(id, 3 * i + 1));
            int data = table.word(id, 3 * i + 2);
            long offset = bitFields ? data & 0xffffff : Integer.toUnsignedLong(data);
            int width = bitFields ? data >>> 24 : 0;
            if (offset + width > size * 8) {
                throw fault(
                        id,
                        "has " + size + " bytes, but its member " + i + " stands at bit " + offset);
            }
        }
    }

    private void checkEnum(int id) {
        boolean wide = table.kind(id) == BtfKind.ENUM64;
        requireSize(id, 8);
        int words = wide ? 3 : 2;
        for (int i = 0; i < table.count(id); i++) {
            requireName(id, table.word(id, words * i));
        }
    }

    private void checkFunction(int id) {
        int prototype = table.sizeOrType(id);
        requireType(id, prototype);
        if (btf.kind(prototype) != BtfKind.FUNC_PROTO) {
            throw fault(
                    id,
                    "is a function whose type " + prototype + " is of kind " + btf.kind(prototype));
        }
        requireLinkage(id, table.count(id));
    }

    private void checkPrototype(int id) {
        requireType(id, table.sizeOrType(id));
        for (int i = 0; i < table.count(id); i++) {
            requireName(id, table.word(id, 2 * i));
            requireType(id, table.word(id, 2 * i + 1));
        }
    }

    private void checkSection(int id) {
        for (int i = 0; i < table.count(id); i++) {
            int variable = table.word(id, 3 * i);
            requireType(id, variable);
            BtfKind kind = btf.kind(variable);
            if (kind != BtfKind.VAR && kind != BtfKind.FUNC) {
                throw fault(
                        id, "lists type " + variable + " as a variable, which is of kind " + kind);
            }
        }
    }

    private void requireSize(int id, int largest) {
        long size = Integer.toUnsignedLong(table.sizeOrType(id));
        if (size == 0 || size > largest) {
            throw fault(id, "is of kind " + table.kind(id) + " and claims " + size + " bytes");
        }
    }

    private void requireLinkage(int id, int linkage) {
        if (linkage < 0 || linkage >= BtfType.Linkage.values().length) {
            throw fault(id, "has an unknown linkage " + linkage);
        }
    }

    private void requireType(int id, int other) {
        if (other < 0 || other > lastId) {
            throw BtfFault.at(
                    table.place(id),
                    BtfCode.REFERENCE,
                    "type "
                            + id
                            + " refers to type "
                            + Integer.toUnsignedString(other)
                            + ", but the last one is "
                            + lastId);
        }
    }

    private void requireName(int id, int offset) {
        if (offset < 0 || offset >= stringsEnd && offset > 0) {
            throw BtfFault.at(
                    table.place(id),
                    BtfCode.STRING,
                    "type "
                            + id
                            + " has a name at "
                            + Integer.toUnsignedString(offset)
                            + ", but the strings end at "
                            + stringsEnd);
        }
        budget -= btf.stringLength(offset);
        if (budget < 0) {
            throw BtfFault.at(
                    table.place(id),
                    BtfCode.TOO_LARGE,
                    "the names up to type " + id + " overlap each other beyond measure");
        }
    }

    private RuntimeException fault(int id, String message) {
        return BtfFault.at(table.place(id), BtfCode.TYPE, "type " + id + " " + message);
    }
}
