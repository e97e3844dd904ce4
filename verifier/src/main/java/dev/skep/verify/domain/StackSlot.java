package dev.skep.verify.domain;

/// What is known of eight bytes of the stack. Immutable.
///
/// @param bytes one of the constants for each byte, that of the lowest address in the low bits
/// @param spilled the register whose value stands in the bytes of the kind [#SPILL]; for dynptrs,
///   iterators and saved interrupt flags what is known of them
public record StackSlot(long bytes, Register spilled) {
    /// Never written.
    public static final int INVALID = 0;

    /// Part of a register's value.
    public static final int SPILL = 1;

    /// Written with something.
    public static final int MISC = 2;

    /// Zero.
    public static final int ZERO = 3;

    /// Part of a dynptr.
    public static final int DYNPTR = 4;

    /// Part of an iterator.
    public static final int ITERATOR = 5;

    /// Saved interrupt flags.
    public static final int INTERRUPT_FLAGS = 6;

    /// How many bytes a slot has.
    public static final int SIZE = 8;

    /// A slot that was never written.
    public static final StackSlot EMPTY = new StackSlot(0, Register.UNWRITTEN);

    private static final long EACH = 0x0101010101010101L;

    /// All eight bytes of one kind, nothing spilled.
    public static StackSlot filled(int kind) {
        return kind == INVALID ? EMPTY : new StackSlot(EACH * kind, Register.UNWRITTEN);
    }

    /// A register spilled by a store of `size` bytes; the others are as in `rest`.
    public static StackSlot spill(Register register, int size, StackSlot rest) {
        StackSlot slot = new StackSlot(rest.bytes, register);
        for (int i = 0; i < size; i++) {
            slot = slot.with(i, SPILL);
        }
        return slot;
    }

    /// The kind of byte `at`.
    public int at(int at) {
        return (int) (bytes >>> (at * 8)) & 0xff;
    }

    /// The same with another kind of byte `at`.
    public StackSlot with(int at, int kind) {
        long mask = 0xffL << (at * 8);
        return new StackSlot(bytes & ~mask | (long) kind << (at * 8), spilled);
    }

    /// Whether a register is spilled here, whole or its low part.
    public boolean isSpill() {
        return at(0) == SPILL;
    }

    /// Whether a whole register is spilled here.
    public boolean isWholeSpill() {
        return bytes == EACH * SPILL;
    }

    /// Whether a number is spilled here.
    public boolean isScalarSpill() {
        return isSpill() && spilled.kind() == Kind.SCALAR;
    }

    /// Whether all bytes are of that kind.
    public boolean isAll(int kind) {
        return bytes == EACH * kind;
    }

    /// How many bytes from the lowest on belong to the spilled register.
    public int spilledSize() {
        int size = 0;
        while (size < SIZE && at(size) == SPILL) {
            size++;
        }
        return size;
    }

    /// The same with another register in it.
    public StackSlot with(Register spilled) {
        return new StackSlot(bytes, spilled);
    }
}
