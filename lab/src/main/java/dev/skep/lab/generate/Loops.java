package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.HashSet;
import java.util.Set;

/// Loops whose rounds can be counted.
final class Loops {
    /// How often the innermost of nested loops is walked through, mostly.
    private static final int MOST_REPEATS = 32;

    private Loops() {}

    /// So many rounds as the loops around leave over; a few programs are meant to be too long.
    private static int rounds(Scene scene, Integer... choices) {
        Dice dice = scene.dice();
        int rounds = dice.of(choices);
        return dice.below(200) == 0
                ? rounds
                : Math.clamp(MOST_REPEATS / scene.repeats(), 1, rounds);
    }

    private static void play(Scene scene, int rounds, int idioms) {
        int outside = scene.repeats();
        scene.repeats(outside * rounds);
        Repertoire.play(scene, idioms);
        scene.repeats(outside);
    }

    /// The part of a loop that is repeated: its head, and a body that leaves things as they were.
    static void around(Scene scene, Runnable head) {
        Set<Integer> kept = freeze(scene, -1);
        head.run();
        Account before = scene.account().copy();
        play(scene, 8, scene.dice().between(1, 3));
        settle(scene, before);
        thaw(scene, kept, -1);
    }

    /// A loop that ends when the kernel says so, or before.
    static void budgeted(Scene scene) {
        if (scene.room() < 20 || scene.repeats() > 4) {
            return;
        }
        int head = scene.fresh();
        int end = scene.fresh();
        around(
                scene,
                () -> {
                    scene.mark(head);
                    scene.emit(new Insn.MayGoto(end));
                });
        scene.jump(head);
        scene.mark(end);
    }

    /// A loop with its counter in a register.
    static void counted(Scene scene) {
        Dice dice = scene.dice();
        int counter = scene.lasting();
        if (counter < 0 || scene.room() < 20) {
            return;
        }
        int rounds = rounds(scene, 1, 2, 3, 4, 8, 16, 30);
        int step = dice.of(1, 1, 1, 2, 3);
        boolean down = dice.percent(35);
        int first = down ? rounds * step : 0;
        int last = down ? 0 : rounds * step;
        scene.constant(counter, first);
        Set<Integer> kept = freeze(scene, counter);
        int head = scene.fresh();
        int end = scene.fresh();
        boolean checkedFirst = dice.percent(40);
        scene.mark(head);
        if (checkedFirst) {
            scene.branch(down ? Condition.SLE : Condition.GE, counter, last, end);
        }
        body(scene, counter, rounds);
        step(scene, counter, down ? -step : step);
        if (checkedFirst) {
            scene.jump(head);
        } else {
            again(scene, counter, last, down, head);
        }
        scene.mark(end);
        thaw(scene, kept, counter);
    }

    /// A loop with its counter on the stack.
    static void stacked(Scene scene) {
        Dice dice = scene.dice();
        if (scene.room() < 20) {
            return;
        }
        int slot = scene.scratch(8);
        int counter = scene.free();
        int rounds = rounds(scene, 2, 4, 7);
        scene.constant(counter, 0);
        scene.spill(counter, slot);
        scene.account().setSlot(slot, new Value.MapItself(0));
        Set<Integer> kept = freeze(scene, -1);
        int head = scene.fresh();
        scene.mark(head);
        Account before = scene.account().copy();
        play(scene, rounds, dice.between(1, 3));
        settle(scene, before);
        int register = scene.free();
        scene.load(MemorySize.DW, register, 10, slot, Value.Number.ANY);
        scene.alu(AluOp.ADD, register, 1);
        scene.spill(register, slot);
        scene.branch(dice.of(Condition.NE, Condition.LT, Condition.SLT), register, rounds, head);
        thaw(scene, kept, -1);
    }

    /// What is in registers must hold in every round: pointers stay, numbers may be any.
    private static Set<Integer> freeze(Scene scene, int counter) {
        Account account = scene.account();
        Set<Integer> before = new HashSet<>(account.kept());
        account.update(v -> v instanceof Value.Number ? Value.Number.ANY : v);
        for (int i = 0; i < Account.WRITABLE; i++) {
            Value value = account.register(i);
            boolean pointer = !(value instanceof Value.Number || value instanceof Value.Unset);
            if (i == counter || pointer && i >= 6) {
                account.kept().add(i);
            } else if (i < 6) {
                account.set(i, new Value.Unset());
            }
        }
        return before;
    }

    private static void thaw(Scene scene, Set<Integer> kept, int counter) {
        scene.account().kept().retainAll(kept);
        if (counter >= 0) {
            scene.account().set(counter, Value.Number.ANY);
        }
    }

    private static void body(Scene scene, int counter, int rounds) {
        Dice dice = scene.dice();
        Account before = scene.account().copy();
        if (dice.percent(30)) {
            int copy = scene.free();
            if (copy != counter) {
                scene.copy(copy, counter);
            }
        }
        play(scene, rounds, dice.between(1, 4));
        settle(scene, before);
    }

    /// Gives back what this round took, and forgets what only it knows.
    private static void settle(Scene scene, Account before) {
        References.balance(scene, before);
        scene.account().join(before);
    }

    private static void step(Scene scene, int counter, int by) {
        Width width = scene.dice().percent(30) ? Width.W32 : Width.W64;
        if (by < 0 && scene.dice().percent(50)) {
            scene.alu(AluOp.SUB, width, counter, new Operand.Immediate(-by));
        } else {
            scene.alu(AluOp.ADD, width, counter, new Operand.Immediate(by));
        }
    }

    private static void again(Scene scene, int counter, int last, boolean down, int head) {
        Dice dice = scene.dice();
        Condition condition =
                down
                        ? dice.of(Condition.NE, Condition.SGT, Condition.GT)
                        : dice.of(Condition.NE, Condition.LT, Condition.SLT);
        Width width = dice.percent(30) ? Width.W32 : Width.W64;
        scene.emit(new Insn.Branch(condition, width, counter, new Operand.Immediate(last), head));
    }
}
