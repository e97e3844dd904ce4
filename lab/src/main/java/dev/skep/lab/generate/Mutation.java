package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.ArrayList;
import java.util.List;

/// Damages programs in ways near the rules: an offset off by a little, another size, a weaker
/// bound, a check less.
final class Mutation {
    /// How many lines back a register may have been written that takes the place of another one.
    private static final int NEAR = 8;

    private final List<Line> damaged;
    private final Dice dice;
    private int at;

    private Mutation(List<Line> lines, Dice dice) {
        this.damaged = new ArrayList<>(lines);
        this.dice = dice;
    }

    /// The lines with a few changes.
    static List<Line> damage(List<Line> lines, Dice dice) {
        return new Mutation(lines, dice).damage();
    }

    private List<Line> damage() {
        int changes = dice.of(1, 1, 1, 2, 3);
        for (int tries = 0; changes > 0 && tries < 20; tries++) {
            at = dice.below(damaged.size());
            if (damaged.get(at) instanceof Line.Step(Insn insn)) {
                if (dice.percent(8)) {
                    move(damaged);
                    changes--;
                } else {
                    Insn other = changed(insn);
                    if (!other.equals(insn)) {
                        damaged.set(at, new Line.Step(other));
                        changes--;
                    }
                }
            }
        }
        return damaged;
    }

    private void move(List<Line> lines) {
        switch (dice.below(3)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(at));
            default -> {
                Line line = lines.remove(at);
                lines.add(Math.min(lines.size(), at + dice.between(1, 3)), line);
            }
        }
    }

    private Insn changed(Insn insn) {
        return switch (insn) {
            case Insn.Alu i -> alu(i);
            case Insn.Load i -> load(i);
            case Insn.Store i -> store(i);
            case Insn.Atomic i ->
                    new Insn.Atomic(
                            i.op(),
                            dice.of(MemorySize.W, MemorySize.DW),
                            i.base(),
                            near(i.offset()),
                            i.src(),
                            i.fetch());
            case Insn.LoadAcquire i ->
                    new Insn.LoadAcquire(i.size(), i.dst(), i.base(), near(i.offset()));
            case Insn.StoreRelease i ->
                    new Insn.StoreRelease(i.size(), i.base(), near(i.offset()), i.src());
            case Insn.Branch i -> branch(i);
            case Insn.LoadImmediate i -> immediate(i);
            case Insn.CallHelper i -> new Insn.CallHelper(Math.max(1, near(i.id())));
            case Insn.PacketLoad i -> new Insn.PacketLoad(i.size(), -1, (int) dice.constant());
            case Insn.Negate i -> new Insn.Negate(i.width(), register());
            case Insn.SignExtend i ->
                    new Insn.SignExtend(Width.W64, dice.of(8, 16, 32), i.dst(), register());
            case Insn.ByteSwap i -> new Insn.ByteSwap(i.op(), dice.of(16, 32, 64), register());
            case Insn.Goto _,
                    Insn.MayGoto _,
                    Insn.CallSubprogram _,
                    Insn.CastAddressSpace _,
                    Insn.CallKfunc _,
                    Insn.CallRegister _,
                    Insn.Exit _ ->
                    insn;
        };
    }

    private int near(int value) {
        int by = dice.of(1, -1, 2, -2, 4, -4, 8, -8, 8, -8, 16, -16);
        return Math.clamp(value + by, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /// A register that was written a little before, mostly.
    private int register() {
        List<Integer> near = new ArrayList<>();
        for (int i = Math.max(0, at - NEAR); i < at; i++) {
            if (damaged.get(i) instanceof Line.Step(Insn insn)) {
                int written = written(insn);
                if (insn instanceof Insn.CallHelper || insn instanceof Insn.CallSubprogram) {
                    near.removeIf(number -> number <= 5);
                }
                if (written >= 0) {
                    near.add(written);
                }
            }
        }
        if (near.isEmpty()) {
            return 1;
        }
        return dice.percent(3) ? dice.below(10) : dice.of(near);
    }

    private static int written(Insn insn) {
        return switch (insn) {
            case Insn.Alu i -> i.dst();
            case Insn.SignExtend i -> i.dst();
            case Insn.LoadImmediate i -> i.dst();
            case Insn.Load i -> i.dst();
            case Insn.LoadAcquire i -> i.dst();
            case Insn.CallHelper _, Insn.CallSubprogram _ -> 0;
            case Insn.Negate _,
                    Insn.ByteSwap _,
                    Insn.CastAddressSpace _,
                    Insn.Store _,
                    Insn.Atomic _,
                    Insn.StoreRelease _,
                    Insn.PacketLoad _,
                    Insn.Goto _,
                    Insn.Branch _,
                    Insn.MayGoto _,
                    Insn.CallKfunc _,
                    Insn.CallRegister _,
                    Insn.Exit _ ->
                    -1;
        };
    }

    private MemorySize size() {
        return dice.of(MemorySize.values());
    }

    private Operand operand(Operand operand) {
        return switch (operand) {
            case Operand.Register _ -> new Operand.Register(dice.percent(10) ? 10 : register());
            case Operand.Immediate(int value) ->
                    new Operand.Immediate(
                            switch (dice.below(6)) {
                                case 0 -> -value;
                                case 1 -> (int) dice.constant();
                                case 2 -> value * 2;
                                default -> value + dice.of(1, -1, 2, -2, 8, -8);
                            });
        };
    }

    private static Width other(Width width) {
        return width == Width.W64 ? Width.W32 : Width.W64;
    }

    private Insn alu(Insn.Alu i) {
        return switch (dice.below(5)) {
            case 0 -> {
                boolean plain = i.op() == AluOp.MOV && dice.percent(90);
                AluOp op = plain ? AluOp.MOV : dice.of(AluOp.values());
                yield new Insn.Alu(op, i.width(), i.dst(), i.src());
            }
            case 1 -> new Insn.Alu(i.op(), other(i.width()), i.dst(), i.src());
            case 2 ->
                    i.op() == AluOp.MOV && dice.percent(70)
                            ? i
                            : new Insn.Alu(i.op(), i.width(), register(), i.src());
            default -> new Insn.Alu(i.op(), i.width(), i.dst(), operand(i.src()));
        };
    }

    private Insn load(Insn.Load i) {
        return switch (dice.below(5)) {
            case 0 -> new Insn.Load(size(), false, i.dst(), i.base(), i.offset());
            case 1 -> new Insn.Load(i.size(), i.signed(), i.dst(), register(), i.offset());
            case 2 ->
                    new Insn.Load(
                            i.size(),
                            dice.percent(50) && i.size() != MemorySize.DW,
                            i.dst(),
                            i.base(),
                            i.offset());
            default -> new Insn.Load(i.size(), i.signed(), i.dst(), i.base(), near(i.offset()));
        };
    }

    private Insn store(Insn.Store i) {
        return switch (dice.below(5)) {
            case 0 -> new Insn.Store(size(), i.base(), i.offset(), i.src());
            case 1 -> new Insn.Store(i.size(), register(), i.offset(), i.src());
            case 2 -> new Insn.Store(i.size(), i.base(), i.offset(), operand(i.src()));
            default -> new Insn.Store(i.size(), i.base(), near(i.offset()), i.src());
        };
    }

    private Insn branch(Insn.Branch i) {
        return switch (dice.below(6)) {
            case 0 ->
                    new Insn.Branch(
                            dice.of(Condition.values()), i.width(), i.dst(), i.src(), i.target());
            case 1 ->
                    new Insn.Branch(i.condition(), other(i.width()), i.dst(), i.src(), i.target());
            case 2 -> new Insn.Branch(i.condition(), i.width(), register(), i.src(), i.target());
            case 3 ->
                    new Insn.Branch(
                            inverse(i.condition()), i.width(), i.dst(), i.src(), i.target());
            case 4 ->
                    new Insn.Branch(
                            resigned(i.condition()), i.width(), i.dst(), i.src(), i.target());
            default ->
                    new Insn.Branch(
                            i.condition(), i.width(), i.dst(), operand(i.src()), i.target());
        };
    }

    private static Condition inverse(Condition condition) {
        return switch (condition) {
            case EQ -> Condition.NE;
            case NE -> Condition.EQ;
            case GT -> Condition.LE;
            case LE -> Condition.GT;
            case GE -> Condition.LT;
            case LT -> Condition.GE;
            case SGT -> Condition.SLE;
            case SLE -> Condition.SGT;
            case SGE -> Condition.SLT;
            case SLT -> Condition.SGE;
            case SET -> Condition.SET;
        };
    }

    private static Condition resigned(Condition condition) {
        return switch (condition) {
            case GT -> Condition.SGT;
            case LE -> Condition.SLE;
            case GE -> Condition.SGE;
            case LT -> Condition.SLT;
            case SGT -> Condition.GT;
            case SLE -> Condition.LE;
            case SGE -> Condition.GE;
            case SLT -> Condition.LT;
            case EQ, NE, SET -> condition;
        };
    }

    private Insn immediate(Insn.LoadImmediate i) {
        return switch (i.kind()) {
            case VALUE -> new Insn.LoadImmediate(i.dst(), i.kind(), dice.constant());
            case MAP_INDEX ->
                    new Insn.LoadImmediate(i.dst(), i.kind(), dice.below(Setting.maps().size()));
            case MAP_INDEX_VALUE ->
                    new Insn.LoadImmediate(
                            i.dst(),
                            i.kind(),
                            i.value() + ((long) dice.between(1, 64) << Integer.SIZE));
            case MAP_FD, MAP_FD_VALUE, VARIABLE, FUNCTION -> i;
        };
    }
}
