package dev.skep.verify.domain;

import dev.skep.isa.AluOp;
import dev.skep.isa.ByteOrderOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Condition;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A random program of arithmetic and branches on r6 to r9. Every branch leads to an exit of its
/// own, so that no path is cut short because it resembles another; the walk falls through.
final class RandomProgram {
    private static final int RANDOM_NUMBER = 7;
    private static final int FIRST = 6;
    private static final int REGISTERS = 4;
    private static final int LENGTH = 30;
    private static final Insn CLEAR =
            new Insn.Alu(AluOp.MOV, Width.W64, 0, new Operand.Immediate(0));

    private final Random random;
    private final RandomScalars numbers;
    private final List<Insn> body = new ArrayList<>();

    RandomProgram(Random random) {
        this.random = random;
        this.numbers = new RandomScalars(random);
        for (int register = FIRST; register < FIRST + REGISTERS; register++) {
            body.add(new Insn.LoadImmediate(register, ImmediateKind.VALUE, numbers.number()));
        }
        for (int i = 0; i < LENGTH; i++) {
            int register = register();
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> loadUnknown(register);
                case 3, 4 -> body.add(branch(register));
                case 5 -> body.add(unary(register));
                default -> body.add(alu(register));
            }
        }
    }

    /// The instructions that are walked, without the exits.
    List<Insn> body() {
        return body;
    }

    /// The whole program.
    Bytecode code() {
        int end = body.stream().mapToInt(Insn::slots).sum();
        List<Insn> code = new ArrayList<>();
        List<Insn> exits = new ArrayList<>(List.of(CLEAR, new Insn.Exit()));
        for (Insn insn : body) {
            if (insn
                    instanceof
                    Insn.Branch(Condition condition, Width width, int dst, Operand src, _)) {
                code.add(new Insn.Branch(condition, width, dst, src, end + exits.size()));
                exits.add(CLEAR);
                exits.add(new Insn.Exit());
            } else {
                code.add(insn);
            }
        }
        code.addAll(exits);
        return Bytecode.of(code);
    }

    private int register() {
        return FIRST + random.nextInt(REGISTERS);
    }

    private <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void loadUnknown(int register) {
        body.add(new Insn.CallHelper(RANDOM_NUMBER));
        body.add(new Insn.Alu(AluOp.MOV, Width.W64, register, new Operand.Register(0)));
        for (int i = random.nextInt(3); i > 0; i--) {
            body.add(branch(register));
        }
    }

    private Insn branch(int register) {
        Operand other =
                random.nextInt(3) == 0
                        ? new Operand.Register(register())
                        : new Operand.Immediate((int) numbers.number());
        return new Insn.Branch(pick(Condition.values()), pick(Width.values()), register, other, 0);
    }

    private Insn unary(int register) {
        return switch (random.nextInt(3)) {
            case 0 -> new Insn.Negate(pick(Width.values()), register);
            case 1 ->
                    new Insn.SignExtend(
                            pick(Width.values()), 8 << random.nextInt(2), register, register);
            default ->
                    new Insn.ByteSwap(
                            pick(ByteOrderOp.values()), 16 << random.nextInt(3), register);
        };
    }

    /// Moves between registers are left out: they would link numbers.
    private Insn alu(int register) {
        AluOp op = pick(AluOp.values());
        Width width = pick(Width.values());
        boolean shifts = op == AluOp.LSH || op == AluOp.RSH || op == AluOp.ARSH;
        boolean divides =
                op == AluOp.DIV || op == AluOp.SDIV || op == AluOp.MOD || op == AluOp.SMOD;
        if (shifts && random.nextBoolean()) {
            return new Insn.Alu(
                    op, width, register, new Operand.Immediate(random.nextInt(width.bits())));
        }
        if (op == AluOp.MOV && width == Width.W32) {
            return new Insn.Alu(op, width, register, new Operand.Register(register));
        }
        if (op == AluOp.MOV || !shifts && !divides && random.nextBoolean()) {
            return new Insn.Alu(op, width, register, new Operand.Immediate((int) numbers.number()));
        }
        return new Insn.Alu(op, width, register, new Operand.Register(register()));
    }
}
