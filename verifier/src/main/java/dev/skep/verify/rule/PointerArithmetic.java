package dev.skep.verify.rule;

import dev.skep.isa.AluOp;
import dev.skep.isa.Insn;
import dev.skep.isa.Width;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.Target;

/// Arithmetic on pointers: numbers can be added to most and subtracted from most, as long as the
/// distance stays small enough to be followed.
final class PointerArithmetic {
    private final Walk walk;
    private final Masking masking;

    PointerArithmetic(Walk walk) {
        this.walk = walk;
        this.masking = new Masking(walk);
    }

    /// Both operands are pointers: their difference is a number, for those who may know it.
    void combine(Insn.Alu insn) {
        if (insn.op() == AluOp.SUB && walk.privileged()) {
            walk.write(insn.dst(), walk.unknown());
            return;
        }
        throw walk.refuse(
                VerifierCode.POINTER_ARITHMETIC,
                "both operands of %s are pointers".formatted(insn.op().symbol()),
                "R%d pointer %s pointer prohibited".formatted(insn.dst(), insn.op().symbol()),
                insn.dst());
    }

    /// A pointer and a number, in either order.
    void apply(Insn.Alu insn, Register pointer, Register number) {
        Scalar by = number.scalar();
        boolean reversed = walk.state().get(insn.dst()) != pointer;
        if (!consistent(by)) {
            walk.write(insn.dst(), walk.unknown());
            return;
        }
        if (insn.width() == Width.W32) {
            if (insn.op() == AluOp.SUB && walk.privileged()) {
                walk.write(insn.dst(), walk.unknown());
                return;
            }
            throw refuse(
                    insn,
                    "32-bit arithmetic cuts the pointer in r%d in half".formatted(insn.dst()),
                    "32-bit pointer arithmetic prohibited");
        }
        checkKind(insn, pointer, by);
        if (pointer.kind() == Kind.MEMORY && pointer.has(Register.UNTRUSTED)) {
            walk.write(insn.dst(), reversed ? walk.unknown() : pointer);
            return;
        }
        checkDistance(number, pointer);
        checkDistance(pointer, pointer);
        Long limit = masking.before(insn, pointer, number);
        Register result =
                switch (insn.op()) {
                    case ADD -> add(pointer, by);
                    case SUB -> subtract(insn, pointer, by, reversed);
                    case AND, OR, XOR ->
                            throw refuse(
                                    insn,
                                    "%s on a pointer".formatted(insn.op().symbol()),
                                    "bitwise operator %s on pointer prohibited"
                                            .formatted(symbol(insn)));
                    case MUL, DIV, SDIV, LSH, RSH, MOD, SMOD, MOV, ARSH ->
                            throw refuse(
                                    insn,
                                    "%s on a pointer".formatted(insn.op().symbol()),
                                    "pointer arithmetic with %s operator prohibited"
                                            .formatted(symbol(insn)));
                };
        checkDistance(result, pointer);
        masking.checkInside(insn, result);
        masking.after(insn, pointer, number, result, limit);
        walk.write(insn.dst(), result);
    }

    /// The operation as the kernel names it, which has no names of their own for signed divisions.
    private static String symbol(Insn.Alu insn) {
        return switch (insn.op()) {
            case SDIV -> AluOp.DIV.symbol();
            case SMOD -> AluOp.MOD.symbol();
            case ADD, SUB, MUL, DIV, OR, AND, LSH, RSH, MOD, XOR, MOV, ARSH -> insn.op().symbol();
        };
    }

    private static boolean consistent(Scalar by) {
        boolean known = by.isConstant();
        boolean same = by.smin() == by.smax() && by.umin() == by.umax();
        return (!known || same)
                && by.smin() <= by.smax()
                && Long.compareUnsigned(by.umin(), by.umax()) <= 0;
    }

    private void checkKind(Insn.Alu insn, Register pointer, Scalar by) {
        if (pointer.isNullable()) {
            throw walk.refuse(
                    VerifierCode.NULL_CHECK,
                    "arithmetic on a pointer that may be NULL",
                    "R%d pointer arithmetic on %s prohibited, null-check it first"
                            .formatted(insn.dst(), Words.kernel(pointer)),
                    insn.dst());
        }
        boolean zero = by.isConstant() && by.constant() == 0 && insn.op() == AluOp.ADD;
        boolean allowed =
                switch (pointer.kind()) {
                    case CONTEXT,
                            MAP_VALUE,
                            MAP_KEY,
                            STACK,
                            PACKET_META,
                            PACKET,
                            TRACEPOINT_BUFFER,
                            BTF,
                            MEMORY,
                            BUFFER,
                            FUNCTION,
                            DYNPTR,
                            ARENA ->
                            true;
                    case FLOW_KEYS -> by.isConstant() || zero;
                    case MAP -> zero;
                    case UNWRITTEN,
                            SCALAR,
                            PACKET_END,
                            SOCKET,
                            SOCKET_COMMON,
                            TCP_SOCKET,
                            XDP_SOCKET,
                            ITERATOR ->
                            false;
                };
        if (!allowed) {
            throw refuse(
                    insn,
                    "arithmetic on a pointer of a kind that allows none",
                    "pointer arithmetic on %s prohibited".formatted(Words.kernel(pointer)));
        }
    }

    /// The distance of a register from its base must stay far from overflowing.
    private void checkDistance(Register register, Register pointer) {
        Scalar distance = register.scalar();
        String name = Words.kernel(pointer);
        if (distance.isConstant() && tooFar(distance.constant())) {
            throw offset(
                    "%d is too much to add to a pointer".formatted(distance.constant()),
                    "math between %s pointer and %d is not allowed"
                            .formatted(name, distance.constant()));
        }
        if (register.isPointer() && tooFar(register.offset())) {
            throw offset(
                    "the pointer would be %d bytes from its object".formatted(register.offset()),
                    "%s pointer offset %d is not allowed".formatted(name, register.offset()));
        }
        if (distance.smin() == Long.MIN_VALUE) {
            throw offset(
                    "the number that is added to the pointer has no lower bound",
                    "math between %s pointer and register with unbounded min value is not allowed"
                            .formatted(name));
        }
        if (tooFar(distance.smin())) {
            throw offset(
                    "the number that is added to the pointer may be %d".formatted(distance.smin()),
                    "value %d makes %s pointer be out of bounds".formatted(distance.smin(), name));
        }
    }

    private static boolean tooFar(long distance) {
        return distance >= Walk.MOST_OFFSET || distance <= -Walk.MOST_OFFSET;
    }

    private Register add(Register pointer, Scalar by) {
        if (by.isConstant()) {
            long offset = pointer.offset() + by.constant();
            if (offset == (int) offset) {
                return pointer.withOffset((int) offset);
            }
        }
        Register moved = pointer.withScalar(pointer.scalar().alu(AluOp.ADD, Width.W64, by));
        return pointer.kind().isPacket()
                ? moved.withId(walk.newId()).withTarget(Target.InPacket.UNKNOWN)
                : moved;
    }

    private Register subtract(Insn.Alu insn, Register pointer, Scalar by, boolean reversed) {
        if (reversed) {
            throw refuse(
                    insn,
                    "a pointer is subtracted from a number",
                    "tried to subtract pointer from scalar");
        }
        if (pointer.kind() == Kind.STACK) {
            throw refuse(
                    insn,
                    "a number is subtracted from a stack pointer; add the negative number instead",
                    "subtraction from stack pointer prohibited");
        }
        if (by.isConstant()) {
            long offset = pointer.offset() - by.constant();
            if (offset == (int) offset) {
                return pointer.withOffset((int) offset);
            }
        }
        Register moved = pointer.withScalar(pointer.scalar().alu(AluOp.SUB, Width.W64, by));
        if (!pointer.kind().isPacket()) {
            return moved;
        }
        Register based = moved.withId(walk.newId());
        return by.smin() < 0 ? based.withTarget(Target.InPacket.UNKNOWN) : based;
    }

    private RuntimeException refuse(Insn.Alu insn, String message, String kernel) {
        return walk.refuse(
                VerifierCode.POINTER_ARITHMETIC,
                message,
                "R%d %s".formatted(insn.dst(), kernel),
                insn.dst());
    }

    private RuntimeException offset(String message, String kernel) {
        return walk.refuse(VerifierCode.POINTER_OFFSET, message, kernel, involved());
    }

    private int[] involved() {
        return walk.insn() instanceof Insn.Alu alu
                        && alu.src() instanceof dev.skep.isa.Operand.Register source
                ? new int[] {alu.dst(), source.number()}
                : walk.insn() instanceof Insn.Alu alone ? new int[] {alone.dst()} : new int[0];
    }
}
