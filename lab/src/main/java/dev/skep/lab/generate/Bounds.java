package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;

/// Ways to bound a number that a verifier has to think about: by a copy of it, by its lower half,
/// by its sign, or by another number that is not known either.
final class Bounds {
    private Bounds() {}

    /// Bounds the number in `dst` to 0 up to `limit`, or nearly.
    static void roundabout(Scene scene, int dst, int limit) {
        scene.account().kept().add(dst);
        int other = scene.free();
        scene.account().kept().remove(dst);
        boolean usable = other != dst && scene.account().register(other).held() == 0;
        switch (scene.dice().below(usable ? 7 : 2)) {
            case 0 -> half(scene, dst, limit);
            case 1 -> sign(scene, dst, limit);
            case 2 -> stored(scene, dst, other, limit);
            case 3 -> compared(scene, dst, other, limit);
            default -> copied(scene, dst, other, limit);
        }
    }

    /// Through the lower half of the register, made in one way or another.
    private static void half(Scene scene, int dst, int limit) {
        Dice dice = scene.dice();
        int bits = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(limit + 1);
        switch (dice.below(3)) {
            case 0 -> scene.emit(new Insn.SignExtend(width(dice), dice.of(8, 16), dst, dst));
            case 1 -> scene.alu(AluOp.MOV, Width.W32, dst, new Operand.Register(dst));
            default -> scene.alu(AluOp.ADD, Width.W32, dst, new Operand.Immediate(-limit));
        }
        if (dice.percent(50)) {
            scene.alu(
                    AluOp.RSH,
                    Width.W32,
                    dst,
                    new Operand.Immediate(Math.min(Integer.SIZE - bits, 31)));
        } else {
            AluOp shift = dice.of(AluOp.RSH, AluOp.ARSH);
            scene.alu(AluOp.LSH, Width.W32, dst, new Operand.Immediate(Integer.SIZE - 1 - bits));
            scene.alu(shift, Width.W32, dst, new Operand.Immediate(Integer.SIZE - 1 - bits));
            goOn(scene, Condition.LE, Width.W32, dst, new Operand.Immediate(limit));
        }
    }

    /// From both sides, as numbers with a sign.
    private static void sign(Scene scene, int dst, int limit) {
        Dice dice = scene.dice();
        Width width = width(dice);
        if (width == Width.W32 || dice.percent(40)) {
            int bits = width == Width.W32 ? dice.of(8, 16) : dice.of(8, 16, 32);
            scene.emit(new Insn.SignExtend(width, bits, dst, dst));
        }
        goOn(scene, dice.of(Condition.SLE, Condition.SLT), width, dst, constant(limit));
        goOn(scene, dice.of(Condition.SGE, Condition.SGT), width, dst, constant(dice.of(0, 0, -1)));
    }

    /// By a check of what was stored or of what was loaded again.
    private static void stored(Scene scene, int dst, int other, int limit) {
        Dice dice = scene.dice();
        int slot = scene.scratch(8);
        scene.spill(dst, slot);
        MemorySize size = dice.percent(70) ? MemorySize.DW : MemorySize.W;
        boolean checkLoaded = dice.percent(50);
        if (!checkLoaded) {
            goOn(scene, Condition.LE, width(dice), dst, constant(limit));
        }
        scene.load(size, other, 10, slot, Value.Number.ANY);
        if (checkLoaded) {
            goOn(scene, Condition.LE, width(dice), other, constant(limit));
        } else {
            scene.copy(dst, other);
        }
    }

    /// By another number that is bounded but not known.
    private static void compared(Scene scene, int dst, int other, int limit) {
        Dice dice = scene.dice();
        scene.account().kept().add(dst);
        Numbers.any(scene, other);
        boolean still = scene.account().register(dst) instanceof Value.Number;
        scene.account().kept().remove(dst);
        if (!still || !(scene.account().register(other) instanceof Value.Number)) {
            return;
        }
        Numbers.mask(scene, other, limit);
        Width width = width(dice);
        Condition condition =
                dice.percent(80)
                        ? dice.of(Condition.LE, Condition.LT, Condition.EQ)
                        : dice.of(Condition.values());
        goOn(scene, condition, width, dst, new Operand.Register(other));
        if (width == Width.W32 && dice.percent(80)) {
            scene.alu(AluOp.MOV, Width.W32, dst, new Operand.Register(dst));
        }
    }

    /// By a check of a copy, a constant apart from it or not.
    private static void copied(Scene scene, int dst, int other, int limit) {
        Dice dice = scene.dice();
        Width width = dice.percent(60) ? Width.W64 : Width.W32;
        if (width == Width.W32) {
            scene.alu(AluOp.MOV, Width.W32, dst, new Operand.Register(dst));
        }
        scene.emit(new Insn.Alu(AluOp.MOV, width, other, new Operand.Register(dst)));
        int apart = dice.of(0, 1, 8, -1, dice.between(-64, 64));
        if (apart != 0) {
            scene.emit(new Insn.Alu(AluOp.ADD, width(dice), other, new Operand.Immediate(apart)));
        }
        scene.account().set(other, Value.Number.ANY);
        if (dice.percent(20)) {
            scene.alu(AluOp.ADD, width, dst, new Operand.Immediate(dice.of(1, -1, 4)));
        }
        if (dice.percent(50)) {
            goOn(scene, Condition.GE, Width.W64, other, constant(apart));
        }
        Condition condition = dice.of(Condition.LE, Condition.LT, Condition.LE, Condition.EQ);
        goOn(scene, condition, width(dice), other, constant(limit + Math.min(apart, 0)));
    }

    private static Operand constant(int value) {
        return new Operand.Immediate(value);
    }

    private static Width width(Dice dice) {
        return dice.percent(65) ? Width.W64 : Width.W32;
    }

    /// Goes on where the condition holds, and leaves otherwise.
    private static void goOn(
            Scene scene, Condition condition, Width width, int dst, Operand right) {
        int inside = scene.fresh();
        scene.emit(new Insn.Branch(condition, width, dst, right, inside));
        Account here = scene.account().copy();
        Endings.leave(scene);
        scene.resume(here);
        scene.mark(inside);
    }
}
