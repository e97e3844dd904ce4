package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;

/// Idioms on the function's own stack.
final class Stack {
    private Stack() {}

    /// Stores a register, to be loaded again some time.
    static void spill(Scene scene) {
        Dice dice = scene.dice();
        int register = scene.account().find(dice, v -> !(v instanceof Value.Unset));
        if (register >= 0) {
            scene.spill(register, scene.scratch(8));
        }
    }

    /// Loads what was stored.
    static void fill(Scene scene) {
        int slot = -8 * scene.dice().between(1, scene.stack() / 8);
        for (int tries = 0; tries < 6; tries++) {
            if (!(scene.account().slot(slot) instanceof Value.Unset)) {
                scene.load(MemorySize.DW, scene.free(), 10, slot, scene.account().slot(slot));
                return;
            }
            slot = -8 * scene.dice().between(1, scene.stack() / 8);
        }
    }

    /// Stores a number in part, or over what is there.
    static void write(Scene scene) {
        Dice dice = scene.dice();
        MemorySize size = dice.of(MemorySize.values());
        int offset = scene.scratch(8) + size.bytes() * dice.below(8 / size.bytes());
        if (dice.percent(50)) {
            int src = Numbers.mutable(scene);
            scene.store(size, 10, offset, new Operand.Register(src));
        } else {
            int value = dice.percent(40) ? 0 : (int) dice.constant();
            scene.store(size, 10, offset, new Operand.Immediate(value));
        }
        scene.overwritten(offset, size.bytes());
    }

    /// Loads a number in part.
    static void read(Scene scene) {
        Dice dice = scene.dice();
        int slot = scene.account().findSlot(v -> v instanceof Value.Number);
        if (slot == 0) {
            write(scene);
            return;
        }
        MemorySize size = dice.of(MemorySize.values());
        int offset = slot + size.bytes() * dice.below(8 / size.bytes());
        boolean signed = size != MemorySize.DW && dice.percent(25);
        int dst = scene.free();
        scene.emit(new Insn.Load(size, signed, dst, 10, offset));
        scene.account().set(dst, signed ? Value.Number.ANY : Value.Number.ofBits(8 * size.bytes()));
    }

    /// An atomic operation on a number that was stored.
    static void atomic(Scene scene) {
        int slot = scene.account().findSlot(v -> v instanceof Value.Number);
        if (slot != 0) {
            MemorySize size = scene.dice().of(MemorySize.W, MemorySize.DW);
            int src = Numbers.mutable(scene);
            Areas.atomic(scene, size, 10, slot, src);
            scene.account().setSlot(slot, Value.Number.ANY);
        }
    }

    /// A pointer to part of the stack, moved by a bounded number.
    static void wander(Scene scene) {
        Dice dice = scene.dice();
        int bytes = 8 * dice.between(1, Math.max(1, scene.stack() / 16));
        int offset = scene.scratch(bytes);
        for (int at = 0; at < bytes; at += 8) {
            scene.store(MemorySize.DW, 10, offset + at, new Operand.Immediate(0));
        }
        scene.overwritten(offset, bytes);
        int index = scene.free();
        Numbers.any(scene, index);
        Numbers.bound(scene, index, bytes - 1);
        int pointer = scene.free();
        if (pointer == index || !(scene.account().register(index) instanceof Value.Number)) {
            return;
        }
        scene.copy(pointer, 10);
        scene.alu(AluOp.ADD, pointer, offset);
        scene.alu(AluOp.ADD, Width.W64, pointer, new Operand.Register(index));
        scene.account().set(pointer, new Value.Memory(0, 1, true, 0, 0));
        if (dice.percent(50)) {
            scene.store(MemorySize.B, pointer, 0, new Operand.Immediate(dice.below(256)));
        } else {
            scene.load(MemorySize.B, scene.free(), pointer, 0, Value.Number.ofBits(8));
        }
    }

    /// The address of stack bytes in a register.
    static void address(Scene scene, int dst, int offset) {
        scene.copy(dst, 10);
        scene.alu(AluOp.ADD, dst, offset);
    }
}
