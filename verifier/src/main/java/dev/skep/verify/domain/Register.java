package dev.skep.verify.domain;

/// What is known of one register, or of a register that was spilled to the stack. Immutable.
///
/// @param flags [#NULLABLE] and its like
/// @param offset of a pointer: the constant part of its distance from its base; of a number with
///   [#DISTANT]: its distance from the numbers that share its id
/// @param scalar of a number: its value; of a pointer: the variable part of its distance
/// @param id equal for values that came from the same one: numbers that are linked, pointers whose
///   check for NULL counts for all, packet pointers with a common base; 0 for none
/// @param ref the reference that this pointer keeps alive, 0 for none
/// @param precise whether the exact value of a number mattered further on
public record Register(
        Kind kind,
        int flags,
        int offset,
        Scalar scalar,
        int id,
        int ref,
        boolean precise,
        Target target) {
    /// It may be NULL.
    public static final int NULLABLE = 1;

    /// The memory may not be written.
    public static final int READ_ONLY = 1 << 1;

    /// A record of a ring buffer.
    public static final int RING_BUFFER = 1 << 2;

    /// A kernel pointer that may lead nowhere.
    public static final int UNTRUSTED = 1 << 3;

    /// A kernel pointer that is safe to pass on.
    public static final int TRUSTED = 1 << 4;

    /// A kernel pointer under the protection of RCU.
    public static final int RCU = 1 << 5;

    /// A pointer to per-CPU memory.
    public static final int PER_CPU = 1 << 6;

    /// An object that the program allocated.
    public static final int ALLOCATED = 1 << 7;

    /// A pointer to user memory.
    public static final int USER = 1 << 8;

    /// A number at a constant distance from others with its id.
    public static final int DISTANT = 1 << 9;

    /// The same, the distance coming from a 32-bit sum.
    public static final int DISTANT_32 = 1 << 10;

    /// A register that was never written.
    public static final Register UNWRITTEN =
            new Register(Kind.UNWRITTEN, 0, 0, Scalar.UNKNOWN, 0, 0, false, Target.NONE);

    /// Any number.
    public static final Register UNKNOWN = number(Scalar.UNKNOWN);

    /// Any number whose exact value matters.
    public static final Register UNKNOWN_PRECISE = UNKNOWN.precise(true);

    /// The number zero.
    public static final Register ZERO = number(Scalar.ZERO);

    /// A number.
    public static Register number(Scalar scalar) {
        return new Register(Kind.SCALAR, 0, 0, scalar, 0, 0, false, Target.NONE);
    }

    /// A pointer to the start of something.
    public static Register pointer(Kind kind, int flags, Target target) {
        return new Register(kind, flags, 0, Scalar.ZERO, 0, 0, false, target);
    }

    /// Whether it is a number.
    public boolean isNumber() {
        return kind == Kind.SCALAR;
    }

    /// Whether it is a pointer.
    public boolean isPointer() {
        return kind != Kind.SCALAR && kind != Kind.UNWRITTEN;
    }

    /// Whether it is a number with one value only.
    public boolean isConstant() {
        return kind == Kind.SCALAR && scalar.isConstant();
    }

    /// Whether it is surely zero.
    public boolean isZero() {
        return isConstant() && scalar.constant() == 0;
    }

    /// Whether it is a pointer that may be NULL.
    public boolean isNullable() {
        return (flags & NULLABLE) != 0;
    }

    /// Whether it is a number at a distance from others with its id.
    public boolean isDistant() {
        return (flags & (DISTANT | DISTANT_32)) != 0;
    }

    /// Whether all of `flags` are set.
    public boolean has(int flags) {
        return (this.flags & flags) == flags;
    }

    /// The same number or pointer with another value or variable offset.
    public Register withScalar(Scalar scalar) {
        return new Register(kind, flags, offset, scalar, id, ref, precise, target);
    }

    /// The same at another constant offset.
    public Register withOffset(int offset) {
        return new Register(kind, flags, offset, scalar, id, ref, precise, target);
    }

    /// The same with another id.
    public Register withId(int id) {
        return this.id == id
                ? this
                : new Register(kind, flags, offset, scalar, id, ref, precise, target);
    }

    /// The same number without a link to others.
    public Register unlinked() {
        return id == 0 && flags == 0 && offset == 0
                ? this
                : new Register(kind, 0, 0, scalar, 0, ref, precise, target);
    }

    /// The same keeping another reference alive.
    public Register withRef(int ref) {
        return new Register(kind, flags, offset, scalar, id, ref, precise, target);
    }

    /// The same with other flags.
    public Register withFlags(int flags) {
        return this.flags == flags
                ? this
                : new Register(kind, flags, offset, scalar, id, ref, precise, target);
    }

    /// The same with another target.
    public Register withTarget(Target target) {
        return new Register(kind, flags, offset, scalar, id, ref, precise, target);
    }

    /// The same, its exact value mattering or not.
    public Register precise(boolean precise) {
        return this.precise == precise
                ? this
                : new Register(kind, flags, offset, scalar, id, ref, precise, target);
    }

    /// The map that a pointer belongs to.
    public MapObject map() {
        return ((Target.InMap) target).map();
    }

    /// The frame that a stack pointer belongs to.
    public int frame() {
        return ((Target.OnStack) target).frame();
    }

    /// The size of the memory that it points to.
    public int size() {
        return ((Target.Sized) target).size();
    }

    /// How many bytes of the packet are proven behind its base, or one of the special values.
    public int proven() {
        return ((Target.InPacket) target).proven();
    }
}
