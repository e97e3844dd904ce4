package dev.skep.jit;

import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.jit.flow.Range;
import dev.skep.jit.flow.Webs.Form;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/// Writes comparisons.
///
/// HotSpot knows counted loops by their signed comparisons: where the ranges allow it, unsigned
/// ones become signed, and `!=` becomes `<` or `>`.
final class BranchWriter {
    private static final ClassDesc INTEGER = ClassDesc.of("java.lang.Integer");
    private static final ClassDesc LONG = ClassDesc.of("java.lang.Long");
    private static final MethodTypeDesc COMPARE_INTS =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc COMPARE_LONGS =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_long, ConstantDescs.CD_long);

    private final Body body;
    private final CodeBuilder code;

    BranchWriter(Body body) {
        this.body = body;
        this.code = body.code();
    }

    /// Jumps to `target` if the condition holds.
    void write(Insn.Branch i, int slot, Label target) {
        Range a = body.range(slot, 0);
        Range b = body.range(slot, 1, i.src());
        if (i.condition() == Condition.SET) {
            common(i, slot, b, target);
        } else if (body.flow().leavesComputation(slot)) {
            difference(i, slot, target);
        } else if (i.width() == Width.W32) {
            Range low = a.fitsWord() ? a : Range.WORD;
            Range lowB = word(b);
            boolean same = low.fitsBoth() && lowB.fitsBoth();
            ints(i, slot, same, sharpened(body.flow().condition(slot), low, lowB, same), target);
        } else if (areInts(i, slot)) {
            boolean same = a.fitsBoth() && b.fitsBoth();
            boolean signed = a.fitsInt() && b.fitsInt();
            ints(i, slot, same, sharpened(body.flow().condition(slot), a, b, signed), target);
        } else {
            longs(i, slot, a, b, target);
        }
    }

    /// Tests for equality in a way that HotSpot sees no counter in.
    private void difference(Insn.Branch i, int slot, Label target) {
        if (i.width() == Width.W32 || areInts(i, slot)) {
            body.pushInt(slot, 0);
            body.pushInt(slot, 1, i.src());
            code.ixor();
        } else {
            body.pushLong(slot, 0);
            body.pushLong(slot, 1, i.src());
            code.lxor().lconst_0().lcmp();
        }
        code.branch(withZero(i.condition()), target);
    }

    private static Range word(Range range) {
        if (range.single()) {
            return Range.of(range.low() & 0xffff_ffffL);
        }
        return range.fitsWord() ? range : Range.WORD;
    }

    /// Whether both operands of a 64-bit comparison stand in `int` locals, and comparing these
    /// gives the same.
    private boolean areInts(Insn.Branch i, int slot) {
        Form a = body.form(slot, 0);
        Range first = body.range(slot, 0);
        Range second = body.range(slot, 1, i.src());
        boolean constant = i.src() instanceof Operand.Immediate;
        boolean ints = a != Form.LONG && (constant || body.form(slot, 1) != Form.LONG);
        if (!ints) {
            return false;
        }
        boolean signed = first.fitsInt() && second.fitsInt();
        boolean words = first.fitsWord() && second.fitsWord();
        return switch (i.condition()) {
            case EQ, NE -> signed || words;
            case SGT, SGE, SLT, SLE -> signed;
            case GT, GE, LT, LE -> words;
            case SET -> false;
        };
    }

    /// `a != b` where `a` is never larger (or never smaller) than `b`.
    private static Condition sharpened(Condition condition, Range a, Range b, boolean ordered) {
        boolean equality = condition == Condition.EQ || condition == Condition.NE;
        if (!ordered || !equality) {
            return condition;
        }
        boolean equal = condition == Condition.EQ;
        if (a.high() <= b.low()) {
            return equal ? Condition.SGE : Condition.SLT;
        }
        if (a.low() >= b.high()) {
            return equal ? Condition.SLE : Condition.SGT;
        }
        return condition;
    }

    private void ints(Insn.Branch i, int slot, boolean same, Condition condition, Label target) {
        body.pushInt(slot, 0);
        boolean signed = same || !isUnsigned(condition);
        if (signed && i.src() instanceof Operand.Immediate(int value) && value == 0) {
            code.branch(withZero(condition), target);
            return;
        }
        body.pushInt(slot, 1, i.src());
        if (signed) {
            code.branch(ofInts(condition), target);
        } else {
            code.invokestatic(INTEGER, "compareUnsigned", COMPARE_INTS);
            code.branch(withZero(condition), target);
        }
    }

    private void longs(Insn.Branch i, int slot, Range a, Range b, Label target) {
        Condition condition = sharpened(body.flow().condition(slot), a, b, true);
        body.pushLong(slot, 0);
        body.pushLong(slot, 1, i.src());
        if (!isUnsigned(condition) || a.low() >= 0 && b.low() >= 0) {
            code.lcmp();
        } else {
            code.invokestatic(LONG, "compareUnsigned", COMPARE_LONGS);
        }
        code.branch(withZero(condition), target);
    }

    /// Whether the operands have a bit in common.
    private void common(Insn.Branch i, int slot, Range b, Label target) {
        boolean low = i.width() == Width.W32 || b.within(0, Integer.MAX_VALUE);
        if (low) {
            body.pushInt(slot, 0);
            body.pushInt(slot, 1, i.src());
            code.iand();
        } else {
            body.pushLong(slot, 0);
            body.pushLong(slot, 1, i.src());
            code.land().lconst_0().lcmp();
        }
        code.ifne(target);
    }

    private static boolean isUnsigned(Condition condition) {
        return switch (condition) {
            case GT, GE, LT, LE -> true;
            case EQ, NE, SET, SGT, SGE, SLT, SLE -> false;
        };
    }

    private static Opcode ofInts(Condition condition) {
        return switch (condition) {
            case EQ -> Opcode.IF_ICMPEQ;
            case NE, SET -> Opcode.IF_ICMPNE;
            case GT, SGT -> Opcode.IF_ICMPGT;
            case GE, SGE -> Opcode.IF_ICMPGE;
            case LT, SLT -> Opcode.IF_ICMPLT;
            case LE, SLE -> Opcode.IF_ICMPLE;
        };
    }

    private static Opcode withZero(Condition condition) {
        return switch (condition) {
            case EQ -> Opcode.IFEQ;
            case NE, SET -> Opcode.IFNE;
            case GT, SGT -> Opcode.IFGT;
            case GE, SGE -> Opcode.IFGE;
            case LT, SLT -> Opcode.IFLT;
            case LE, SLE -> Opcode.IFLE;
        };
    }
}
