package dev.skep.asm;

import dev.skep.asm.Cursor.Register;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Width;

/// Reads memory operands: `(u32 *)` and `r1 + 4`.
final class MemoryReader {
    /// The type of an access: `s8` is signed.
    record Type(MemorySize size, boolean signed) {}

    /// A place in memory: `r1 + 4`.
    record Address(int base, int offset) {}

    private final Cursor cursor;

    MemoryReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /// `(u32 *)`
    Type type() {
        cursor.expect("(");
        int start = cursor.position();
        String name = cursor.word();
        for (MemorySize size : MemorySize.values()) {
            boolean signed = name.equals("s" + size.bytes() * 8) && size != MemorySize.DW;
            if (signed || name.equals(size.typeName())) {
                cursor.expect("*");
                cursor.expect(")");
                return new Type(size, signed);
            }
        }
        cursor.moveTo(start);
        throw cursor.expected("u8, u16, u32, u64, s8, s16 or s32");
    }

    /// `(u32 *)`, for instructions that know no signed form.
    MemorySize size() {
        int start = cursor.position();
        Type type = type();
        if (type.signed()) {
            cursor.moveTo(start + 1);
            throw cursor.expected("an unsigned type");
        }
        return type.size();
    }

    /// `r1 + 4`
    Address address() {
        int base = cursor.register(Width.W64).number();
        return new Address(base, cursor.atNumber() ? offset() : 0);
    }

    /// `(r1 + 4)`
    Address addressInParentheses() {
        cursor.expect("(");
        Address address = address();
        cursor.expect(")");
        return address;
    }

    /// A register whose value has `size`: 64-bit names stand for all sizes, 32-bit ones only for
    /// sizes up to that.
    Register value(MemorySize size) {
        int start = cursor.position();
        Register register = cursor.register();
        checkValue(register, size, start);
        return register;
    }

    void checkValue(Register register, MemorySize size, int position) {
        if (register.width() == Width.W32 && size == MemorySize.DW) {
            throw cursor.fail(
                    position,
                    AsmCode.WRONG_REGISTER,
                    "w%d has 32 bits, the access 64".formatted(register.number()),
                    "write r" + register.number());
        }
    }

    private int offset() {
        int start = cursor.position();
        long value = cursor.number();
        if (value != (short) value) {
            throw cursor.outOfRange(start, "16 bits with a sign");
        }
        return (int) value;
    }
}
