package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;

/// Statements that hold others: branches, jumps and loops.
final class ComputationFlow {
    private static final int MOST_ROUNDS = 13;
    private static final int MOST_WALKS = 13;
    private static final int DEEPEST = 4;

    private ComputationFlow() {}

    static void any(Computation c, int nesting) {
        boolean tired = c.calm || c.repeats >= 4 && c.dice.percent(85);
        if (nesting >= DEEPEST || tired) {
            ComputationArithmetic.any(c);
            return;
        }
        switch (c.dice.below(9)) {
            case 0, 1 -> choice(c, nesting);
            case 2 -> skips(c, nesting);
            case 3 -> leave(c);
            case 4, 5 -> counted(c, nesting);
            case 6 -> counting(c, nesting);
            default -> budgeted(c, nesting);
        }
    }

    /// Some statements; jumps out of them lead to their end.
    static void block(Computation c, int nesting, int most) {
        int end = c.label();
        c.ends.add(end);
        for (int i = c.dice.between(1, most); i > 0 && c.shared.room > 0; i--) {
            Statements.any(c, nesting + 1);
        }
        c.ends.removeLast();
        c.mark(end);
    }

    private static void choice(Computation c, int nesting) {
        int otherwise = c.label();
        int end = c.label();
        c.branch(otherwise);
        block(c, nesting, 3);
        if (c.dice.percent(60)) {
            c.emit(new Insn.Goto(end, c.dice.percent(10)));
            c.mark(otherwise);
            block(c, nesting, 3);
        } else {
            c.mark(otherwise);
        }
        c.mark(end);
    }

    /// Two jumps forward that cross each other.
    private static void skips(Computation c, int nesting) {
        int first = c.label();
        int second = c.label();
        c.branch(first);
        block(c, nesting, 2);
        c.branch(second);
        block(c, nesting, 2);
        c.mark(first);
        block(c, nesting, 2);
        c.mark(second);
    }

    /// Leaves some of the blocks around.
    private static void leave(Computation c) {
        if (!c.ends.isEmpty()) {
            c.branch(c.dice.of(c.ends));
        }
    }

    /// Where a loop keeps its counter.
    ///
    /// @param register where it is, or -1
    /// @param slot otherwise the number of its stack slot
    private record Counter(int register, int slot) {
        void set(Computation c, int value) {
            if (register >= 0) {
                c.constant(register, value);
            } else {
                Computation.Slot place = Computation.SLOTS.get(slot);
                c.store(place.size(), 10, place.offset(), new Operand.Immediate(value));
            }
        }

        void lock(Computation c, boolean on) {
            if (register >= 0) {
                c.locked.set(register, on);
            } else {
                c.lockedSlots.set(slot, on);
            }
        }

        /// Adds a step and puts the counter into the register that is answered.
        int step(Computation c, int step, Width width) {
            int number = register;
            Computation.Slot place = register >= 0 ? null : Computation.SLOTS.get(slot);
            if (place != null) {
                number = c.writable();
                c.load(place.size(), number, 10, place.offset());
            }
            if (step == Integer.MIN_VALUE || c.dice.percent(50)) {
                c.alu(AluOp.ADD, width, number, new Operand.Immediate(step));
            } else {
                c.alu(AluOp.SUB, width, number, new Operand.Immediate(-step));
            }
            if (place != null) {
                c.store(place.size(), 10, place.offset(), new Operand.Register(number));
            }
            return number;
        }
    }

    private static Counter counter(Computation c) {
        for (int tries = 0; tries < 6; tries++) {
            int register = c.number();
            if (register > 5 && !c.locked.get(register)) {
                return new Counter(register, -1);
            }
        }
        int slot = c.dice.below(4);
        return c.lockedSlots.get(slot) ? null : new Counter(-1, slot);
    }

    /// A loop with a known number of rounds.
    private static void counted(Computation c, int nesting) {
        int rounds = rounds(c);
        Counter counter = counter(c);
        if (counter == null || rounds < 1) {
            return;
        }
        Dice dice = c.dice;
        Width width = dice.of(Width.values());
        int step = dice.of(1, 1, 1, -1, -1, 2, 3, 7, -2, -5, 8, 1 << dice.below(31));
        int start = dice.percent(50) ? 0 : c.immediate();
        long last = last(start, step, rounds, width);
        if (last != (int) last && width == Width.W64) {
            start = 0;
            step = 1;
            last = rounds;
        }
        Condition condition = condition(dice, start, step, rounds, (int) last, width);
        counter.set(c, start);
        int end = (int) last;
        int stride = step;
        loop(
                c,
                nesting,
                counter,
                rounds,
                head -> {
                    int number = counter.step(c, stride, width);
                    c.emit(
                            new Insn.Branch(
                                    condition, width, number, new Operand.Immediate(end), head));
                });
    }

    private static long last(int start, int step, int rounds, Width width) {
        long last = start + (long) step * rounds;
        return width == Width.W32 ? (int) last : last;
    }

    /// A condition to go on that holds in every round but the last.
    private static Condition condition(
            Dice dice, int start, int step, int rounds, int last, Width width) {
        for (int tries = 0; tries < 6; tries++) {
            Condition condition = dice.of(Condition.values());
            boolean fits = !condition.test(last, last);
            for (int i = 1; i < rounds; i++) {
                fits &= condition.test(last(start, step, i, width), last);
            }
            if (fits) {
                return condition;
            }
        }
        return Condition.NE;
    }

    /// A loop whose number of rounds depends on data.
    private static void counting(Computation c, int nesting) {
        int rounds = Math.min(rounds(c), 7);
        Counter counter = counter(c);
        if (counter == null || counter.register() < 0 || rounds < 1 || c.repeats > 1) {
            return;
        }
        int register = counter.register();
        int mask = 2 * Integer.highestOneBit(rounds) - 1;
        Width width = c.dice.of(Width.values());
        c.alu(AluOp.AND, width, register, new Operand.Immediate(mask));
        int out = c.label();
        Operand zero = new Operand.Immediate(0);
        c.emit(new Insn.Branch(Condition.EQ, width, register, zero, out));
        Condition condition = c.dice.of(Condition.NE, Condition.GT, Condition.SGT);
        boolean calm = c.calm;
        c.calm |= c.dice.percent(80);
        loop(
                c,
                nesting,
                counter,
                mask,
                head -> {
                    counter.step(c, -1, width);
                    c.emit(new Insn.Branch(condition, width, register, zero, head));
                });
        c.calm = calm;
        c.mark(out);
    }

    /// A loop whose end depends on data, of up to 34 rounds; a verifier sees its end in `may_goto`
    /// alone.
    private static void budgeted(Computation c, int nesting) {
        Counter counter = counter(c);
        if (counter == null || c.repeats > 1 || !c.dice.percent(20)) {
            return;
        }
        counter.set(c, c.dice.of(0, 0, 1, -3));
        int out = c.label();
        int mask = c.dice.of(3, 7, 7, 31);
        boolean calm = c.calm;
        c.calm |= c.dice.percent(80);
        loop(
                c,
                nesting,
                counter,
                4,
                head -> {
                    c.emit(new Insn.MayGoto(out));
                    int number = counter.step(c, 1, Width.W64);
                    int limit = c.writableBut(number);
                    if (limit < 0) {
                        return;
                    }
                    c.alu(AluOp.AND, Width.W64, limit, new Operand.Immediate(mask));
                    Operand end = new Operand.Register(limit);
                    c.emit(new Insn.Branch(Condition.SLT, Width.W64, number, end, head));
                });
        c.calm = calm;
        c.mark(out);
    }

    private static int rounds(Computation c) {
        int most = Math.min(MOST_WALKS / c.repeats, c.shared.room / 12 / c.repeats);
        return Math.min(c.dice.of(2, 3, 5, 8, MOST_ROUNDS), most);
    }

    @FunctionalInterface
    private interface Turn {
        void back(int head);
    }

    /// A loop around some statements, at times entered in their middle.
    private static void loop(Computation c, int nesting, Counter counter, int rounds, Turn turn) {
        int head = c.label();
        int middle = c.label();
        counter.lock(c, true);
        if (c.dice.percent(20)) {
            c.branch(middle);
        }
        int before = c.repeats;
        c.repeats *= Math.max(1, rounds);
        c.mark(head);
        block(c, nesting, 3);
        c.mark(middle);
        block(c, nesting, 2);
        turn.back(head);
        c.repeats = before;
        counter.lock(c, false);
    }
}
