package dev.skep.btf;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Reads one value from its bytes. How many values come out is limited.
final class ValueReader {
    private static final int LONGEST_ARRAY = 1024;
    private static final int MOST_VALUES = 1 << 15;
    private static final int MOST_RAW_BYTES = 4096;

    private final Btf btf;
    private final ByteBuffer bytes;
    private final Map<Integer, BtfType> types = new HashMap<>();
    private final Map<BtfType.Enumeration, Map<Long, String>> enumerators = new IdentityHashMap<>();
    private int budget = MOST_VALUES;

    ValueReader(Btf btf, byte[] bytes) {
        this.btf = btf;
        this.bytes = ByteBuffer.wrap(bytes).order(btf.order());
    }

    /// The value of a type at an offset in bytes.
    BtfValue read(int id, long offset) {
        int resolved = btf.resolve(id);
        if (budget-- <= 0) {
            return new BtfValue.Raw("", Math.max(0, TypeLayout.size(btf, resolved)));
        }
        BtfType type = types.computeIfAbsent(resolved, btf::type);
        return switch (type) {
            case BtfType.Int number ->
                    integer(number, offset * 8 + number.bitOffset(), number.bits());
            case BtfType.Enumeration enumeration ->
                    symbol(enumeration, offset * 8, (int) enumeration.size() * 8);
            case BtfType.Float number -> real(number, offset);
            case BtfType.Pointer _ -> new BtfValue.Address(bits(offset * 8, 64).longValue());
            case BtfType.Array array -> array(array, offset);
            case BtfType.Composite composite -> composite(composite, offset);
            case BtfType.DataSection section -> section(section, offset);
            case BtfType.Variable variable -> read(variable.type(), offset);
            case BtfType.Void _,
                    BtfType.Forward _,
                    BtfType.Function _,
                    BtfType.Prototype _,
                    BtfType.DeclarationTag _ ->
                    new BtfValue.Raw("", 0);
            case BtfType.Modifier _ -> throw new IllegalStateException("resolved: " + type);
        };
    }

    /// All bytes without a meaning.
    BtfValue raw() {
        return raw(0, bytes.capacity());
    }

    private BtfValue raw(long offset, long size) {
        require(offset, size);
        int shown = (int) Math.min(size, MOST_RAW_BYTES);
        return new BtfValue.Raw(HexFormat.of().formatHex(copy(offset, shown)), size - shown);
    }

    private BtfValue integer(BtfType.Int type, long bit, int width) {
        BigInteger value = bits(bit, width);
        return switch (type.encoding()) {
            case BOOL -> new BtfValue.Truth(value.signum() != 0);
            case SIGNED -> new BtfValue.Number(signed(value, width));
            case UNSIGNED, CHAR -> new BtfValue.Number(value);
        };
    }

    private BtfValue symbol(BtfType.Enumeration type, long bit, int width) {
        BigInteger bits = bits(bit, width);
        BigInteger value = type.signed() ? signed(bits, width) : bits;
        Map<Long, String> names = enumerators.computeIfAbsent(type, ValueReader::namesByValue);
        return new BtfValue.Symbol(names.getOrDefault(value.longValue(), ""), value);
    }

    private static Map<Long, String> namesByValue(BtfType.Enumeration type) {
        Map<Long, String> names = new HashMap<>();
        type.enumerators().forEach(known -> names.putIfAbsent(known.value(), known.name()));
        return names;
    }

    private BtfValue real(BtfType.Float type, long offset) {
        require(offset, type.size());
        int at = (int) offset;
        return switch ((int) type.size()) {
            case 2 -> new BtfValue.Real(Float.float16ToFloat(bytes.getShort(at)));
            case 4 -> new BtfValue.Real(bytes.getFloat(at));
            case 8 -> new BtfValue.Real(bytes.getDouble(at));
            default -> raw(offset, type.size());
        };
    }

    private BtfValue array(BtfType.Array type, long offset) {
        long size = Math.max(0, TypeLayout.size(btf, type.element()));
        if (isCharacter(type.element())) {
            require(offset, type.count());
            String text = printable(copy(offset, (int) type.count()));
            if (text != null) {
                return new BtfValue.Text(text);
            }
        }
        List<BtfValue> elements = new ArrayList<>();
        long count = Math.min(type.count(), LONGEST_ARRAY);
        for (long i = 0; i < count && budget > 0; i++) {
            elements.add(read(type.element(), offset + i * size));
        }
        return new BtfValue.Sequence(List.copyOf(elements), type.count() - elements.size());
    }

    /// The characters in front of the first zero, if they can be printed and nothing but zeroes
    /// follows; otherwise `null`.
    private static String printable(byte[] characters) {
        int length = 0;
        while (length < characters.length && characters[length] != 0) {
            int c = characters[length];
            if (c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0x7f) {
                return null;
            }
            length++;
        }
        for (int i = length; i < characters.length; i++) {
            if (characters[i] != 0) {
                return null;
            }
        }
        return new String(characters, 0, length, StandardCharsets.US_ASCII);
    }

    private boolean isCharacter(int id) {
        return btf.type(btf.resolve(id)) instanceof BtfType.Int type
                && type.size() == 1
                && (type.encoding() == BtfType.Int.Encoding.CHAR || type.name().equals("char"));
    }

    private BtfValue composite(BtfType.Composite type, long offset) {
        List<BtfValue.Field> fields = new ArrayList<>();
        for (BtfType.Member member : type.members()) {
            if (budget-- <= 0) {
                break;
            }
            if (member.bitSize() > 0) {
                if (!member.name().isEmpty()) {
                    fields.add(new BtfValue.Field(member.name(), bitField(member, offset)));
                }
                continue;
            }
            BtfValue value = read(member.type(), offset + member.offset());
            if (member.name().isEmpty() && value instanceof BtfValue.Composite inner) {
                fields.addAll(inner.fields());
            } else {
                fields.add(new BtfValue.Field(member.name(), value));
            }
        }
        return new BtfValue.Composite(List.copyOf(fields));
    }

    private BtfValue bitField(BtfType.Member member, long offset) {
        long bit = offset * 8 + member.bitOffset();
        int width = member.bitSize();
        BtfType type = types.computeIfAbsent(btf.resolve(member.type()), btf::type);
        if (type instanceof BtfType.Int number) {
            return integer(number, bit, width);
        }
        return type instanceof BtfType.Enumeration enumeration
                ? symbol(enumeration, bit, width)
                : new BtfValue.Number(bits(bit, width));
    }

    private BtfValue section(BtfType.DataSection type, long offset) {
        List<BtfValue.Field> fields = new ArrayList<>();
        for (BtfType.SectionVariable variable : type.variables()) {
            if (budget <= 0) {
                break;
            }
            int id = variable.variable();
            fields.add(new BtfValue.Field(btf.name(id), read(id, offset + variable.offset())));
        }
        return new BtfValue.Composite(List.copyOf(fields));
    }

    /// An unsigned number of `width` bits that starts at a bit, counted from the lowest bit of the
    /// first byte for little endian and from its highest for big endian.
    private BigInteger bits(long bit, int width) {
        long first = bit / 8;
        int skipped = (int) (bit % 8);
        int count = (skipped + width + 7) / 8;
        require(first, count);
        byte[] covered = copy(first, count);
        int shift = count * 8 - skipped - width;
        if (btf.order() == ByteOrder.LITTLE_ENDIAN) {
            for (int i = 0, j = count - 1; i < j; i++, j--) {
                byte swapped = covered[i];
                covered[i] = covered[j];
                covered[j] = swapped;
            }
            shift = skipped;
        }
        BigInteger mask = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        return new BigInteger(1, covered).shiftRight(shift).and(mask);
    }

    private static BigInteger signed(BigInteger value, int width) {
        return width > 0 && value.testBit(width - 1)
                ? value.subtract(BigInteger.ONE.shiftLeft(width))
                : value;
    }

    private byte[] copy(long offset, int size) {
        byte[] copy = new byte[size];
        bytes.get((int) offset, copy);
        return copy;
    }

    private void require(long offset, long size) {
        if (size > bytes.capacity() - offset) {
            throw BtfFault.shortValue(offset + size, bytes.capacity());
        }
    }
}
