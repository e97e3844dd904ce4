package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.ByteOrderOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.List;

/// Idioms that make, change and bound numbers.
final class Numbers {
    private static final List<Condition> CONDITIONS = List.of(Condition.values());
    private static final List<AluOp> OPERATIONS = List.of(AluOp.values());

    private Numbers() {}

    /// Puts some number into a register.
    static void any(Scene scene, int dst) {
        Dice dice = scene.dice();
        switch (dice.below(4)) {
            case 0 -> scene.constant(dst, dice.constant());
            case 1 -> unknown(scene, dst);
            default -> {
                int known = scene.account().find(dice, v -> v instanceof Value.Number);
                if (known >= 0) {
                    scene.copy(dst, known);
                } else {
                    unknown(scene, dst);
                }
            }
        }
    }

    /// Puts a number into a register that a verifier cannot know.
    static void unknown(Scene scene, int dst) {
        Dice dice = scene.dice();
        int memory = scene.account().find(dice, v -> Areas.readable(v, 8));
        if (memory >= 0 && dice.percent(60)) {
            MemorySize size = dice.of(MemorySize.values());
            scene.load(size, dst, memory, 0, Value.Number.ofBits(8 * size.bytes()));
        } else if (dice.percent(50) || !Contexts.number(scene, dst)) {
            int helper = dice.of(7, 8, 5);
            scene.call(scene.setting().offers("get_smp_processor_id") ? helper : 5, result(helper));
            if (dst != 0) {
                scene.copy(dst, 0);
            }
        }
    }

    private static Value.Number result(int helper) {
        return helper == 5 ? Value.Number.ANY : Value.Number.ofBits(Integer.SIZE);
    }

    /// Makes sure that the number in a register is from 0 to `limit`, in one of the ways in which
    /// programs do that.
    static void bound(Scene scene, int dst, int limit) {
        Dice dice = scene.dice();
        if (scene.account().register(dst) instanceof Value.Number n && n.within(limit)) {
            return;
        }
        switch (dice.below(12)) {
            case 8, 9, 10, 11 -> Bounds.roundabout(scene, dst, limit);
            case 0, 1, 2 -> mask(scene, dst, limit);
            case 3 -> {
                int bits = Long.SIZE - 1 - Long.numberOfLeadingZeros(limit + 1L);
                scene.alu(AluOp.RSH, dst, Long.SIZE - bits);
            }
            case 4 -> {
                scene.alu(AluOp.MOD, Width.W64, dst, new Operand.Immediate(limit + 1));
                mask(scene, dst, limit);
            }
            case 5 -> replace(scene, dst, limit);
            default -> leave(scene, dst, limit);
        }
        scene.account().set(dst, new Value.Number(0, limit));
    }

    static void mask(Scene scene, int dst, int limit) {
        int mask = Integer.highestOneBit(limit + 1) - 1;
        Width width = scene.dice().percent(30) ? Width.W32 : Width.W64;
        scene.alu(AluOp.AND, width, dst, new Operand.Immediate(mask));
    }

    /// `if (n > limit) n = c;`, maybe in two steps.
    private static void replace(Scene scene, int dst, int limit) {
        Dice dice = scene.dice();
        int inside = scene.fresh();
        if (dice.percent(50)) {
            scene.branch(Condition.LE, dst, limit, inside);
        } else {
            int outside = scene.fresh();
            scene.branch(Condition.SLT, dst, 0, outside);
            scene.branch(Condition.SLE, dst, limit, inside);
            scene.mark(outside);
        }
        scene.constant(dst, dice.between(0, limit));
        scene.mark(inside);
    }

    /// `if (n > limit) return;`, on the whole number or on its lower half.
    private static void leave(Scene scene, int dst, int limit) {
        Dice dice = scene.dice();
        int inside = scene.fresh();
        switch (dice.below(4)) {
            case 0 -> {
                scene.alu(AluOp.MOV, Width.W32, dst, new Operand.Register(dst));
                condition(scene, Condition.LE, Width.W32, dst, limit, inside);
            }
            case 1 -> scene.branch(Condition.LT, dst, limit + 1L, inside);
            case 2 -> {
                int other = scene.free();
                if (other != dst) {
                    scene.constant(other, limit);
                    scene.emit(
                            new Insn.Branch(
                                    Condition.GE,
                                    Width.W64,
                                    other,
                                    new Operand.Register(dst),
                                    inside));
                } else {
                    scene.branch(Condition.LE, dst, limit, inside);
                }
            }
            default -> scene.branch(Condition.LE, dst, limit, inside);
        }
        Account here = scene.account().copy();
        Endings.leave(scene);
        scene.resume(here);
        scene.mark(inside);
    }

    private static void condition(
            Scene scene, Condition condition, Width width, int dst, int constant, int label) {
        scene.emit(new Insn.Branch(condition, width, dst, new Operand.Immediate(constant), label));
    }

    /// A register with a number in it, which may be changed.
    static int mutable(Scene scene) {
        int number = scene.account().find(scene.dice(), v -> v instanceof Value.Number);
        if (number < 0 || scene.account().kept().contains(number)) {
            number = scene.free();
            any(scene, number);
        }
        return number;
    }

    /// One operation on numbers.
    static void calculate(Scene scene) {
        Dice dice = scene.dice();
        int dst = mutable(scene);
        Width width = dice.percent(40) ? Width.W32 : Width.W64;
        switch (dice.below(12)) {
            case 0 -> {
                scene.emit(new Insn.Negate(width, dst));
                scene.account().set(dst, Value.Number.ANY);
            }
            case 1 -> {
                int bits = dice.of(8, 16, width == Width.W64 ? 32 : 16);
                int src = mutable(scene);
                scene.emit(new Insn.SignExtend(width, bits, dst, src));
                scene.account().set(dst, Value.Number.ANY);
            }
            case 2 -> {
                ByteOrderOp op = dice.of(ByteOrderOp.values());
                scene.emit(new Insn.ByteSwap(op, dice.of(16, 32, 64), dst));
                scene.account().set(dst, Value.Number.ANY);
            }
            default -> scene.alu(operation(scene, width, dst), width, dst, operand(scene, width));
        }
    }

    private static AluOp operation(Scene scene, Width width, int dst) {
        AluOp op = scene.dice().of(OPERATIONS);
        boolean number = scene.account().register(dst) instanceof Value.Number;
        return number || width == Width.W64 ? op : AluOp.MOV;
    }

    /// A number, in a register or as a constant that is neither zero nor too large to shift by.
    private static Operand operand(Scene scene, Width width) {
        Dice dice = scene.dice();
        int src = scene.account().find(dice, v -> v instanceof Value.Number);
        if (src >= 0 && dice.percent(50)) {
            return new Operand.Register(src);
        }
        return dice.percent(60)
                ? new Operand.Immediate(dice.between(1, width.bits() - 1))
                : new Operand.Immediate(dice.between(1, 31));
    }

    /// `if` on numbers, with something in one or both of its arms.
    static void choose(Scene scene) {
        Dice dice = scene.dice();
        int dst = mutable(scene);
        int otherwise = scene.fresh();
        int end = scene.fresh();
        compare(scene, dst, otherwise);
        Account before = scene.account().copy();
        Repertoire.play(scene, dice.between(1, 3));
        References.balance(scene, before);
        if (dice.percent(15)) {
            Endings.leave(scene);
            scene.resume(before);
            scene.mark(otherwise);
            return;
        }
        Account then = scene.account();
        if (dice.percent(50)) {
            scene.jump(end);
            scene.resume(before);
            scene.mark(otherwise);
            Account start = before.copy();
            Repertoire.play(scene, dice.between(1, 3));
            References.balance(scene, start);
            scene.mark(end);
        } else {
            scene.resume(before);
            scene.mark(otherwise);
        }
        scene.account().join(then);
    }

    private static void compare(Scene scene, int dst, int label) {
        Dice dice = scene.dice();
        Condition condition = dice.of(CONDITIONS);
        Width width = dice.percent(35) ? Width.W32 : Width.W64;
        int src = scene.account().find(dice, v -> v instanceof Value.Number);
        Operand right =
                src >= 0 && dice.percent(35)
                        ? new Operand.Register(src)
                        : new Operand.Immediate((int) dice.constant());
        scene.emit(new Insn.Branch(condition, width, dst, right, label));
    }
}
