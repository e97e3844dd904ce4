package dev.skep.verify.rule;

import dev.skep.isa.AluOp;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.MapObject;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import java.util.HashMap;
import java.util.Map;

/// Pointer arithmetic of unprivileged programs: the kernel masks each number that is added to a
/// pointer, so that a processor that guesses wrong cannot leave the object either. It must know one
/// limit for each such instruction, and the sum must stay inside the object.
final class Masking {
    private static final String PROHIBITED = "pointer arithmetic with it prohibited for !root";

    /// How the kernel would mask one instruction.
    private record Mask(boolean negative, boolean constant, boolean pointerFirst, long limit) {}

    private final Walk walk;
    private final Map<Integer, Mask> masks = new HashMap<>();

    Masking(Walk walk) {
        this.walk = walk;
    }

    /// Proves that the number can be masked, and gives the limit before the sum; `null` where
    /// nothing has to be masked.
    Long before(Insn.Alu insn, Register pointer, Register number) {
        if (!applies(insn)) {
            return null;
        }
        Scalar by = number.scalar();
        if (!by.isConstant() && by.smin() < 0 != by.smax() < 0) {
            throw refuse(
                    insn,
                    "the number may be negative or not, so no mask fits it",
                    "has unknown scalar with mixed signed bounds, " + PROHIBITED);
        }
        return limit(insn, pointer, toLeft(insn, by));
    }

    /// The same once the sum is known: every path must give the same mask.
    void after(Insn.Alu insn, Register pointer, Register number, Register sum, Long before) {
        if (before == null) {
            return;
        }
        Scalar by = number.scalar();
        long window = Math.abs(before - limit(insn, sum, toLeft(insn, by)));
        boolean first = walk.state().get(insn.dst()) == pointer;
        Mask mask = new Mask(by.smin() < 0, by.isConstant(), first, window);
        Mask earlier = masks.putIfAbsent(walk.slot(), mask);
        if (earlier != null && !earlier.equals(mask)) {
            throw refuse(
                    insn,
                    "another path comes here with another pointer or number, so no one mask fits",
                    "tried to %s from different maps, paths or scalars, %s"
                            .formatted(name(insn), PROHIBITED));
        }
    }

    private boolean applies(Insn.Alu insn) {
        boolean sum = insn.op() == AluOp.ADD || insn.op() == AluOp.SUB;
        return !walk.privileged() && sum && insn.src() instanceof Operand.Register;
    }

    private static boolean toLeft(Insn.Alu insn, Scalar by) {
        return insn.op() == AluOp.ADD == by.smin() < 0;
    }

    /// How far the pointer may still move in that direction.
    private long limit(Insn.Alu insn, Register pointer, boolean toLeft) {
        long most;
        long limit;
        if (pointer.kind() == Kind.STACK) {
            most = StackAccess.SIZE + (toLeft ? 1 : 0);
            limit = -(pointer.scalar().bits().value() + pointer.offset());
        } else if (pointer.kind() == Kind.MAP_VALUE) {
            most = pointer.map().definition().valueSize();
            limit = (toLeft ? pointer.scalar().smin() : pointer.scalar().umax()) + pointer.offset();
        } else {
            throw refuse(
                    insn,
                    "unprivileged programs may add registers to pointers to the stack and to map values only",
                    "has pointer with unsupported alu operation, " + PROHIBITED);
        }
        long unsigned = limit & 0xffff_ffffL;
        if (unsigned >= most) {
            throw refuse(
                    insn,
                    "the pointer stands outside its object",
                    "tried to %s beyond pointer bounds, %s".formatted(name(insn), PROHIBITED));
        }
        return unsigned;
    }

    private static String name(Insn.Alu insn) {
        return insn.op() == AluOp.ADD ? "add" : "sub";
    }

    /// Proves that a moved pointer still points into its object.
    void checkInside(Insn.Alu insn, Register moved) {
        if (walk.privileged()) {
            return;
        }
        if (moved.kind() == Kind.STACK) {
            checkStack(insn, moved);
        } else if (moved.kind() == Kind.MAP_VALUE && !inside(moved)) {
            throw refuse(
                    insn,
                    "the pointer may leave the map value",
                    "pointer arithmetic of map value goes out of range, prohibited for !root");
        }
    }

    private void checkStack(Insn.Alu insn, Register moved) {
        if (!moved.scalar().isConstant()) {
            throw refuse(
                    insn,
                    "the offset into the stack must be a known number",
                    "variable stack access prohibited for !root, var_off=%s off=%d"
                            .formatted(moved.scalar().bits(), moved.offset()));
        }
        long at = moved.offset() + moved.scalar().constant();
        if (at >= 0 || at < -StackAccess.SIZE) {
            throw refuse(
                    insn,
                    "the pointer would leave the stack",
                    "stack pointer arithmetic goes out of range, prohibited for !root");
        }
    }

    private static boolean inside(Register moved) {
        MapObject map = moved.map();
        long least = moved.scalar().smin() + moved.offset();
        long most = moved.scalar().umax();
        long size = map.definition().valueSize();
        return least >= 0
                && least < size
                && Long.compareUnsigned(most, Walk.MOST_OFFSET) < 0
                && most + moved.offset() < size;
    }

    private RuntimeException refuse(Insn.Alu insn, String message, String kernel) {
        return walk.refuse(
                VerifierCode.POINTER_ARITHMETIC,
                message,
                "R%d %s".formatted(insn.dst(), kernel),
                insn.dst());
    }
}
