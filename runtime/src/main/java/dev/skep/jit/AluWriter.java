package dev.skep.jit;

import dev.skep.isa.AluOp;
import dev.skep.isa.ByteOrderOp;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.jit.flow.Range;
import dev.skep.jit.flow.Webs.Form;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.ByteOrder;

/// Writes arithmetic.
///
/// 32-bit operations are `int` operations. 64-bit operations are too, where the result's local is
/// an `int` and the low half of the result depends on nothing else.
final class AluWriter {
    private static final ClassDesc INTEGER = ClassDesc.of("java.lang.Integer");
    private static final ClassDesc LONG = ClassDesc.of("java.lang.Long");
    private static final ClassDesc CHARACTER = ClassDesc.of("java.lang.Character");
    private static final MethodTypeDesc INTS =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc LONGS =
            MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long, ConstantDescs.CD_long);

    private final Body body;
    private final CodeBuilder code;

    AluWriter(Body body) {
        this.body = body;
        this.code = body.code();
    }

    void write(Insn.Alu i, int slot) {
        if (i.op() == AluOp.MOV) {
            move(i, slot);
        } else if (i.width() == Width.W32) {
            body.pushInt(slot, 0);
            ints(i, slot);
            body.popUnsigned(slot);
        } else if (body.resultForm(slot) != Form.LONG && fitsInts(i, slot)) {
            body.pushInt(slot, 0);
            ints(i, slot);
            body.popSigned(slot);
        } else {
            body.pushLong(slot, 0);
            longs(i, slot);
            body.popLong(slot);
        }
    }

    private void move(Insn.Alu i, int slot) {
        if (i.width() == Width.W32) {
            body.pushInt(slot, 0, i.src());
            body.popUnsigned(slot);
        } else if (body.resultForm(slot) == Form.LONG) {
            body.pushLong(slot, 0, i.src());
            body.popLong(slot);
        } else {
            body.pushInt(slot, 0, i.src());
            body.popSigned(slot);
        }
    }

    /// Whether the low half of a 64-bit result comes from an `int` operation.
    private boolean fitsInts(Insn.Alu i, int slot) {
        Range a = body.range(slot, 0);
        Range b = body.range(slot, 1, i.src());
        boolean shifts = b.single() && b.within(0, Integer.SIZE - 1);
        return switch (i.op()) {
            case ADD, SUB, MUL, OR, AND, XOR, MOV -> true;
            case LSH -> shifts;
            case RSH -> shifts && a.fitsWord();
            case ARSH -> shifts && a.fitsInt();
            case DIV, SDIV, MOD, SMOD -> a.fitsBoth() && b.fitsBoth();
        };
    }

    /// Writes the operation, whose first operand is on the stack.
    private void ints(Insn.Alu i, int slot) {
        switch (i.op()) {
            case DIV, SDIV, MOD, SMOD -> divideInts(i, slot);
            case ADD, SUB, MUL, OR, AND, XOR, LSH, RSH, ARSH, MOV -> {
                body.pushInt(slot, 1, i.src());
                intOperation(i.op());
            }
        }
    }

    private void intOperation(AluOp op) {
        switch (op) {
            case ADD -> code.iadd();
            case SUB -> code.isub();
            case MUL -> code.imul();
            case OR -> code.ior();
            case AND -> code.iand();
            case XOR -> code.ixor();
            case LSH -> code.ishl();
            case RSH -> code.iushr();
            case ARSH -> code.ishr();
            case SDIV -> code.idiv();
            case SMOD -> code.irem();
            case DIV -> code.invokestatic(INTEGER, "divideUnsigned", INTS);
            case MOD -> code.invokestatic(INTEGER, "remainderUnsigned", INTS);
            case MOV -> throw new IllegalArgumentException(op.toString());
        }
    }

    private void longs(Insn.Alu i, int slot) {
        switch (i.op()) {
            case DIV, SDIV, MOD, SMOD -> divideLongs(i, slot);
            case LSH, RSH, ARSH -> {
                body.pushInt(slot, 1, i.src());
                longOperation(i.op());
            }
            case ADD, SUB, MUL, OR, AND, XOR, MOV -> {
                body.pushLong(slot, 1, i.src());
                longOperation(i.op());
            }
        }
    }

    private void longOperation(AluOp op) {
        switch (op) {
            case ADD -> code.ladd();
            case SUB -> code.lsub();
            case MUL -> code.lmul();
            case OR -> code.lor();
            case AND -> code.land();
            case XOR -> code.lxor();
            case LSH -> code.lshl();
            case RSH -> code.lushr();
            case ARSH -> code.lshr();
            case SDIV -> code.ldiv();
            case SMOD -> code.lrem();
            case DIV -> code.invokestatic(LONG, "divideUnsigned", LONGS);
            case MOD -> code.invokestatic(LONG, "remainderUnsigned", LONGS);
            case MOV -> throw new IllegalArgumentException(op.toString());
        }
    }

    /// Where both operands are small and positive, the signed operation gives the same; HotSpot
    /// turns it into a multiplication if the divisor is a constant.
    private static AluOp simplest(AluOp op, boolean positive) {
        if (!positive) {
            return op;
        }
        return op == AluOp.DIV ? AluOp.SDIV : op == AluOp.MOD ? AluOp.SMOD : op;
    }

    /// Division by zero gives zero, and leaves the dividend as the remainder.
    private void divideInts(Insn.Alu i, int slot) {
        Range a = body.range(slot, 0);
        Range b = body.range(slot, 1, i.src());
        boolean word = i.width() == Width.W32 && !a.fitsWord();
        AluOp op = simplest(i.op(), !word && a.fitsBoth() && b.fitsBoth());
        boolean mayBeZero = b.holds(0) || i.width() == Width.W32 && !b.fitsInt();
        if (!mayBeZero) {
            body.pushInt(slot, 1, i.src());
            intOperation(op);
            return;
        }
        Label zero = body.label();
        Label done = body.label();
        body.pushInt(slot, 1, i.src());
        code.ifeq(zero);
        body.pushInt(slot, 1, i.src());
        intOperation(op);
        code.goto_(done).labelBinding(zero);
        if (isDivision(op)) {
            code.pop().iconst_0();
        }
        code.labelBinding(done);
    }

    private void divideLongs(Insn.Alu i, int slot) {
        Range a = body.range(slot, 0);
        Range b = body.range(slot, 1, i.src());
        AluOp op = simplest(i.op(), a.low() >= 0 && b.low() >= 0);
        if (!b.holds(0)) {
            body.pushLong(slot, 1, i.src());
            longOperation(op);
            return;
        }
        Label zero = body.label();
        Label done = body.label();
        body.pushLong(slot, 1, i.src());
        code.lconst_0().lcmp().ifeq(zero);
        body.pushLong(slot, 1, i.src());
        longOperation(op);
        code.goto_(done).labelBinding(zero);
        if (isDivision(op)) {
            code.pop2().lconst_0();
        }
        code.labelBinding(done);
    }

    private static boolean isDivision(AluOp op) {
        return op == AluOp.DIV || op == AluOp.SDIV;
    }

    void write(Insn.Negate i, int slot) {
        if (i.width() == Width.W32) {
            body.pushInt(slot, 0);
            code.ineg();
            body.popUnsigned(slot);
        } else {
            body.pushLong(slot, 0);
            code.lneg();
            body.popLong(slot);
        }
    }

    void write(Insn.SignExtend i, int slot) {
        body.pushInt(slot, 0);
        if (i.bits() == Byte.SIZE) {
            code.i2b();
        } else if (i.bits() == Short.SIZE) {
            code.i2s();
        }
        if (i.width() == Width.W32) {
            body.popUnsigned(slot);
        } else {
            body.popSigned(slot);
        }
    }

    void write(Insn.ByteSwap i, int slot) {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        boolean cuts = i.op() == (little ? ByteOrderOp.TO_LITTLE : ByteOrderOp.TO_BIG);
        if (i.bits() == Long.SIZE) {
            body.pushLong(slot, 0);
            if (!cuts) {
                reverse(LONG, ConstantDescs.CD_long);
            }
            body.popLong(slot);
            return;
        }
        body.pushInt(slot, 0);
        if (i.bits() == Short.SIZE) {
            code.i2c();
        }
        if (!cuts && i.bits() == Short.SIZE) {
            reverse(CHARACTER, ConstantDescs.CD_char);
        } else if (!cuts) {
            reverse(INTEGER, ConstantDescs.CD_int);
        }
        body.popUnsigned(slot);
    }

    private void reverse(ClassDesc owner, ClassDesc type) {
        code.invokestatic(owner, "reverseBytes", MethodTypeDesc.of(type, type));
    }

    /// Writes a move from or to a stack slot without memory.
    ///
    /// @param bits how many there are
    void moveSlot(int slot, int bits, boolean signed, Operand source) {
        if (bits == Long.SIZE) {
            move(new Insn.Alu(AluOp.MOV, Width.W64, 0, source), slot);
            return;
        }
        body.pushInt(slot, 0, source);
        if (bits == Byte.SIZE) {
            code.i2b();
        } else if (bits == Short.SIZE && signed) {
            code.i2s();
        } else if (bits == Short.SIZE) {
            code.i2c();
        }
        if (bits == Byte.SIZE && !signed) {
            code.sipush(0xff).iand();
        }
        if (signed) {
            body.popSigned(slot);
        } else {
            body.popUnsigned(slot);
        }
    }
}
