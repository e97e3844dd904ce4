package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.ByteOrderOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;

/// Statements that change a number.
final class ComputationArithmetic {
    private static final int EVERY = 16;

    private ComputationArithmetic() {}

    /// One instruction.
    static void any(Computation c) {
        int dst = c.writable();
        if (dst < 0) {
            return;
        }
        Dice dice = c.dice;
        Width width = dice.of(Width.values());
        if (dice.percent(15)) {
            bounded(c, dst);
            return;
        }
        switch (dice.below(EVERY)) {
            case 0 -> c.emit(new Insn.Negate(width, dst));
            case 1 -> swap(c, dst);
            case 2, 3 -> extend(c, width, dst);
            case 4 -> c.constant(dst, dice.constant());
            default -> operation(c, width, dst);
        }
    }

    /// An operation on numbers of which something is known, and a comparison of what comes out.
    private static void bounded(Computation c, int dst) {
        Dice dice = c.dice;
        int src = c.writableBut(dst);
        if (src < 0) {
            return;
        }
        bound(c, dst);
        bound(c, src);
        Width width = dice.of(Width.values());
        c.alu(dice.of(AluOp.values()), width, dst, new Operand.Register(src));
        if (!c.calm && c.repeats < 4 && dice.percent(40)) {
            int over = c.label();
            Operand limit = new Operand.Immediate(dice.between(-4, 16));
            c.emit(
                    new Insn.Branch(
                            dice.of(Condition.values()),
                            dice.of(Width.values()),
                            dst,
                            limit,
                            over));
            operation(c, dice.of(Width.values()), dst);
            c.mark(over);
        }
    }

    private static void bound(Computation c, int register) {
        Dice dice = c.dice;
        Width width = dice.of(Width.values());
        switch (dice.below(5)) {
            case 0, 1 ->
                    c.alu(
                            AluOp.AND,
                            width,
                            register,
                            new Operand.Immediate(dice.of(1, 3, 7, 8, 12, 0xff, 0x7fffffff)));
            case 2 -> {
                int bits = width == Width.W64 ? Long.SIZE : Integer.SIZE;
                AluOp op = dice.of(AluOp.RSH, AluOp.ARSH);
                c.alu(op, width, register, new Operand.Immediate(bits - dice.between(1, 31)));
            }
            case 3 -> c.emit(new Insn.SignExtend(width, dice.of(8, 16), register, register));
            default ->
                    c.alu(AluOp.ADD, width, register, new Operand.Immediate(dice.between(-9, 9)));
        }
    }

    private static void swap(Computation c, int dst) {
        ByteOrderOp op = c.dice.of(ByteOrderOp.values());
        c.emit(new Insn.ByteSwap(op, c.dice.of(16, 32, 64), dst));
    }

    private static void extend(Computation c, Width width, int dst) {
        int bits = width == Width.W64 ? c.dice.of(8, 16, 32) : c.dice.of(8, 16);
        c.emit(new Insn.SignExtend(width, bits, dst, c.number()));
    }

    private static void operation(Computation c, Width width, int dst) {
        AluOp op = c.dice.of(AluOp.values());
        Operand src = c.operand();
        if (src instanceof Operand.Immediate) {
            src = new Operand.Immediate(constant(c, op, width));
        }
        c.alu(op, width, dst, src);
    }

    private static int constant(Computation c, AluOp op, Width width) {
        int bits = width == Width.W64 ? Long.SIZE : Integer.SIZE;
        return switch (op) {
            case LSH, RSH, ARSH -> c.dice.below(bits);
            case DIV, SDIV, MOD, SMOD -> {
                int divisor = c.immediate();
                yield divisor == 0 ? -1 : divisor;
            }
            case ADD, SUB, MUL, OR, AND, XOR, MOV -> c.immediate();
        };
    }
}
