package dev.skep.object.core;

import dev.skep.btf.BtfType;
import dev.skep.btf.CoreRelocation;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import java.nio.ByteOrder;

/// What one type graph answers to a relocation.
///
/// @param value the number asked for
/// @param certain whether the compiler must have put the same number there; loaders and compilers
///   may cut bit fields differently
/// @param fieldSize how many bytes a load of the field takes, 0 where that plays no role
/// @param fieldType the resolved type of that field, 0 where that plays no role
record Answer(long value, boolean certain, long fieldSize, int fieldType) {
    static Answer of(CoreRelocation.Kind kind, Access access) {
        Types btf = access.btf();
        return switch (kind) {
            case FIELD_EXISTS, TYPE_EXISTS, TYPE_MATCHES, ENUMVAL_EXISTS -> plain(1);
            case TYPE_ID_LOCAL -> plain(access.root());
            case TYPE_ID_TARGET -> new Answer(access.root(), false, 0, 0);
            case TYPE_SIZE -> plain(btf.size(access.root()));
            case ENUMVAL_VALUE -> {
                Access.Step step = access.last();
                BtfType.Enumeration type = (BtfType.Enumeration) btf.type(step.type());
                yield plain(type.enumerators().get(step.index()).value());
            }
            case FIELD_BYTE_OFFSET,
                    FIELD_BYTE_SIZE,
                    FIELD_SIGNED,
                    FIELD_LSHIFT_U64,
                    FIELD_RSHIFT_U64 ->
                    field(kind, access);
        };
    }

    private static Answer plain(long value) {
        return new Answer(value, true, 0, 0);
    }

    private static Answer field(CoreRelocation.Kind kind, Access access) {
        Window window = Window.around(access);
        long end = window.bitOffset + window.bits - window.offset * Byte.SIZE;
        boolean certain = !window.bitField;
        return switch (kind) {
            case FIELD_BYTE_OFFSET ->
                    new Answer(
                            window.offset,
                            certain,
                            window.bitField ? 0 : window.size,
                            window.bitField ? 0 : window.type);
            case FIELD_BYTE_SIZE -> new Answer(window.size, certain, 0, 0);
            case FIELD_SIGNED -> plain(isSigned(access.btf().type(window.type)) ? 1 : 0);
            case FIELD_LSHIFT_U64 -> {
                boolean little = access.btf().order() == ByteOrder.LITTLE_ENDIAN;
                long shift =
                        little
                                ? Long.SIZE - end
                                : (Long.BYTES - window.size) * Byte.SIZE + (end - window.bits);
                yield new Answer(shift, certain, 0, 0);
            }
            case FIELD_RSHIFT_U64 -> plain(Long.SIZE - window.bits);
            default -> throw new IllegalArgumentException(kind + " asks about no field");
        };
    }

    private static boolean isSigned(BtfType type) {
        return switch (type) {
            case BtfType.Enumeration enumeration -> enumeration.signed();
            case BtfType.Int number -> number.encoding() == BtfType.Int.Encoding.SIGNED;
            default -> false;
        };
    }

    /// The bytes that one load takes to get at a field.
    private record Window(
            int type, long offset, long size, long bitOffset, long bits, boolean bitField) {
        static Window around(Access access) {
            Types btf = access.btf();
            Access.Step last = access.last();
            if (last.isElement()) {
                return whole(btf, last.type(), access.bitOffset());
            }
            BtfType.Composite holder = (BtfType.Composite) btf.type(last.type());
            BtfType.Member member = holder.members().get(last.index());
            int type = btf.resolve(member.type());
            return member.bitSize() == 0
                    ? whole(btf, type, access.bitOffset())
                    : bits(access, type, member.bitSize());
        }

        private static Window whole(Types btf, int type, long bitOffset) {
            long size = btf.size(type);
            return new Window(
                    type, bitOffset / Byte.SIZE, size, bitOffset, size * Byte.SIZE, false);
        }

        /// The smallest aligned load that covers the bits and is no smaller than the declared type.
        private static Window bits(Access access, int type, int bits) {
            long from = access.bitOffset();
            long size = access.btf().size(type);
            while (size > 0 && size <= Long.BYTES) {
                long offset = from / Byte.SIZE / size * size;
                if (from + bits <= (offset + size) * Byte.SIZE) {
                    return new Window(type, offset, size, from, bits, true);
                }
                size *= 2;
            }
            throw new LinkException(
                    Diagnostic.of(
                                    CoreCode.BIT_FIELD,
                                    access.describe() + " is a bit field that no load covers")
                            .fix("read it with bpf_probe_read_kernel and shift by hand"));
        }
    }
}
