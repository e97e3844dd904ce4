package dev.skep.btf;

import java.util.List;

/// Writes the members of structures and unions, with the padding and the attributes that make a C
/// compiler lay them out as BTF says.
final class CBody {
    private static final String PACKED = " __attribute__((packed))";
    private static final int LONGS_BEFORE_ARRAY = 8;

    private final Btf btf;
    private final CWriter writer;

    CBody(Btf btf, CWriter writer) {
        this.btf = btf;
        this.writer = writer;
    }

    /// The part in braces and the attributes behind it.
    String composite(int id, BtfType.Composite type, int indent) {
        boolean packed = btf.isPacked(id);
        StringBuilder text = new StringBuilder("{");
        String margin = "\n" + "\t".repeat(indent + 1);
        long end = 0;
        int alignment = 1;
        for (BtfType.Member member : type.members()) {
            int natural = packed ? 1 : Math.max(1, btf.alignmentOrNone(member.type()));
            alignment = Math.max(alignment, natural);
            if (type.kind() == BtfKind.STRUCT) {
                pad(text, margin, end, member, natural);
                end = member.bitOffset() + width(member);
            } else {
                end = Math.max(end, width(member));
            }
            text.append(margin).append(writer.spend(id, member(member, indent)));
        }
        String attributes = packed ? PACKED : "";
        if (type.kind() == BtfKind.STRUCT) {
            fill(text, margin, end, type.size() * 8, alignment);
        } else {
            attributes += enlarge(text, margin, end, type.size() * 8, alignment);
        }
        if (text.length() > 1) {
            text.append('\n').append("\t".repeat(indent));
        }
        return text.append('}').append(attributes).toString();
    }

    private String member(BtfType.Member member, int indent) {
        String text = writer.declare(member.type(), CNames.clean(member.name()), indent + 1);
        return text + (member.bitSize() == 0 ? ";" : ": " + member.bitSize() + ";");
    }

    /// How many bits a member takes.
    private long width(BtfType.Member member) {
        return member.bitSize() != 0
                ? member.bitSize()
                : Math.max(0, TypeLayout.size(btf, member.type())) * 8;
    }

    /// Padding in front of a member, where the compiler would place it elsewhere.
    private void pad(
            StringBuilder text, String margin, long end, BtfType.Member member, int alignment) {
        long unit = 8L * alignment;
        long next = end;
        if (member.bitSize() == 0) {
            next = roundUp(end, unit);
        } else if (alignment > 1 && end % unit + member.bitSize() > unit) {
            next = roundUp(end, unit);
        }
        if (next != member.bitOffset()) {
            write(text, margin, end, member.bitOffset());
        }
    }

    /// Padding behind the last member, where the compiler would add less.
    private void fill(StringBuilder text, String margin, long end, long size, int alignment) {
        if (roundUp(end, 8L * alignment) < size) {
            write(text, margin, end, size);
        }
    }

    /// What makes a union larger than its members: an alignment, or one more member.
    private String enlarge(StringBuilder text, String margin, long end, long size, int alignment) {
        if (roundUp(end, 8L * alignment) >= size) {
            return "";
        }
        for (long larger = alignment; larger <= size / 8; larger *= 2) {
            if (roundUp(end, 8 * larger) == size) {
                return " __attribute__((aligned(" + larger + ")))";
            }
        }
        text.append(margin).append("unsigned char __size[").append(size / 8).append("];");
        return "";
    }

    /// Unnamed bit fields from one bit to another: each stands where it should by itself.
    private static void write(StringBuilder text, String margin, long from, long to) {
        long at = from;
        while (at < to) {
            long left = to - at;
            if (at % 8 != 0) {
                long bits = Math.min(left, 8 - at % 8);
                text.append(margin).append("unsigned char: ").append(bits).append(';');
                at += bits;
            } else if (at % 64 == 0 && left >= 64L * LONGS_BEFORE_ARRAY) {
                long bytes = left / 64 * 8;
                text.append(margin).append("unsigned char __pad_").append(at / 8);
                text.append('[').append(bytes).append("];");
                at += bytes * 8;
            } else {
                at += unit(text, margin, at, left);
            }
        }
    }

    private static long unit(StringBuilder text, String margin, long at, long left) {
        record Unit(String name, int bits) {}
        List<Unit> units =
                List.of(
                        new Unit("long long", 64),
                        new Unit("int", 32),
                        new Unit("short", 16),
                        new Unit("char", 8));
        for (Unit unit : units) {
            if (at % unit.bits() == 0 && left >= unit.bits()) {
                text.append(margin).append(unit.name()).append(": ");
                text.append(unit.bits()).append(';');
                return unit.bits();
            }
        }
        text.append(margin).append("char: ").append(left).append(';');
        return left;
    }

    private static long roundUp(long value, long unit) {
        return Math.ceilDiv(value, unit) * unit;
    }
}
