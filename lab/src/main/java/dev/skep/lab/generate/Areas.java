package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.AtomicOp;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.function.Predicate;

/// Idioms on memory that has a size: map values, records, what callers hand over, proven parts of
/// packets, the stack as an area.
final class Areas {
    private static final Predicate<Value> AREA =
            v -> v instanceof Value.Memory m && m.maybeNull() == 0 && m.after() > 0;

    private Areas() {}

    /// Whether `bytes` bytes at the address may be read.
    static boolean readable(Value value, int bytes) {
        return value instanceof Value.Memory m && m.maybeNull() == 0 && m.after() >= bytes;
    }

    /// One access to such memory; nothing if there is none.
    static void access(Scene scene) {
        int base = scene.find(AREA);
        if (base >= 0 && scene.account().register(base) instanceof Value.Memory memory) {
            touch(scene, base, memory, -memory.before(), memory.after());
        }
    }

    /// One access within `least` and `end`, counted from the address in `base`.
    static void touch(Scene scene, int base, Value.Memory memory, int least, int end) {
        Dice dice = scene.dice();
        MemorySize size = dice.of(MemorySize.values());
        if (end - least < size.bytes()) {
            size = MemorySize.B;
        }
        int offset = offset(dice, size, least, end);
        int kind = dice.below(memory.writable() ? 10 : 4);
        switch (kind) {
            case 0, 1, 2 -> {
                int dst = scene.free();
                scene.load(size, dst, base, offset, Value.Number.ofBits(8 * size.bytes()));
            }
            case 3 -> {
                int dst = scene.free();
                boolean signed = size != MemorySize.DW;
                scene.emit(new Insn.Load(size, signed, dst, base, offset));
                scene.account().set(dst, Value.Number.ANY);
            }
            case 4 -> {
                int src = Numbers.mutable(scene);
                if (scene.account().register(base).equals(memory)) {
                    scene.store(size, base, offset, new Operand.Register(src));
                }
            }
            case 5, 6 -> atomic(scene, base, memory, offset);
            default ->
                    scene.store(size, base, offset, new Operand.Immediate((int) dice.constant()));
        }
    }

    private static int offset(Dice dice, MemorySize size, int least, int end) {
        int last = end - size.bytes();
        int offset =
                switch (dice.below(4)) {
                    case 0 -> last;
                    case 1 -> least;
                    default -> dice.between(least, last);
                };
        int aligned = Math.floorDiv(offset, size.bytes()) * size.bytes();
        return aligned >= least && dice.percent(85) ? aligned : offset;
    }

    /// An atomic operation, aligned if `offset` is.
    private static void atomic(Scene scene, int base, Value.Memory memory, int offset) {
        Dice dice = scene.dice();
        MemorySize size = dice.of(MemorySize.W, MemorySize.DW);
        int at = Math.floorDiv(offset, size.bytes()) * size.bytes();
        int src = Numbers.mutable(scene);
        boolean fits = at >= -memory.before() && at + size.bytes() <= memory.after();
        if (!fits || !scene.account().register(base).equals(memory)) {
            return;
        }
        atomic(scene, size, base, at, src);
    }

    static void atomic(Scene scene, MemorySize size, int base, int at, int src) {
        Dice dice = scene.dice();
        Value.Number result = Value.Number.ofBits(8 * size.bytes());
        switch (dice.below(10)) {
            case 0 -> {
                int dst = scene.free();
                scene.emit(new Insn.LoadAcquire(size, dst, base, at));
                scene.account().set(dst, result);
            }
            case 1 -> scene.emit(new Insn.StoreRelease(size, base, at, src));
            default -> {
                AtomicOp op = dice.of(AtomicOp.values());
                if (op == AtomicOp.COMPARE_EXCHANGE && base == 0) {
                    return;
                }
                if (op == AtomicOp.COMPARE_EXCHANGE
                        && !(scene.account().register(0) instanceof Value.Number)) {
                    scene.constant(0, dice.constant());
                }
                boolean fetch = op.alwaysFetches() || dice.percent(50);
                scene.emit(new Insn.Atomic(op, size, base, at, src, fetch));
                if (fetch) {
                    scene.account().set(op == AtomicOp.COMPARE_EXCHANGE ? 0 : src, result);
                }
            }
        }
    }

    /// A pointer moved by a bounded number, and an access through it.
    static void wander(Scene scene) {
        Dice dice = scene.dice();
        int base = scene.find(AREA);
        if (base < 0
                || !(scene.account().register(base) instanceof Value.Memory memory)
                || memory.after() < 2) {
            return;
        }
        int limit = dice.between(1, memory.after() - 1);
        int index = scene.free();
        if (index == base || scene.account().register(index).held() != 0) {
            return;
        }
        scene.account().kept().add(base);
        Numbers.any(scene, index);
        boolean still = scene.account().register(base).equals(memory);
        Numbers.bound(scene, index, limit);
        scene.account().kept().remove(base);
        if (!still || !(scene.account().register(index) instanceof Value.Number)) {
            return;
        }
        int pointer = move(scene, base, index);
        if (scene.account().register(pointer) instanceof Value.Memory moved && moved.after() > 0) {
            touch(scene, pointer, moved, -moved.before(), moved.after());
        }
    }

    /// `base + index`, added one way or the other.
    private static int move(Scene scene, int base, int index) {
        Dice dice = scene.dice();
        if (dice.percent(25)) {
            Value sum =
                    Effects.of(
                            AluOp.ADD,
                            Width.W64,
                            scene.account().register(base),
                            scene.account().register(index));
            scene.emit(new Insn.Alu(AluOp.ADD, Width.W64, index, new Operand.Register(base)));
            scene.account().set(index, sum);
            return index;
        }
        int pointer = base;
        if (dice.percent(80) || scene.account().kept().contains(base)) {
            pointer = scene.free();
            if (pointer == index) {
                return base;
            }
            scene.copy(pointer, base);
        }
        scene.alu(AluOp.ADD, Width.W64, pointer, new Operand.Register(index));
        return pointer;
    }

    /// A pointer moved by a constant.
    static void step(Scene scene) {
        Dice dice = scene.dice();
        int base = scene.find(AREA);
        if (base < 0 || !(scene.account().register(base) instanceof Value.Memory memory)) {
            return;
        }
        int pointer = scene.free();
        if (pointer != base && memory.reference() == 0) {
            scene.copy(pointer, base);
            int by = dice.between(-memory.before(), memory.after() - 1);
            boolean down = dice.percent(30);
            scene.alu(down ? AluOp.SUB : AluOp.ADD, pointer, down ? -by : by);
        }
    }
}
