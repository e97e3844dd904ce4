package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.AtomicOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.lab.generate.Computation.Pointer;
import dev.skep.lab.generate.Computation.Slot;
import dev.skep.spec.ProgramType;

/// Statements that load and store numbers.
final class ComputationMemory {
    private static final int FRAME = Computation.FRAME_POINTER;
    private static final int CONTROL_BLOCK = 48;

    private ComputationMemory() {}

    /// Where contexts of a program type say where the packet starts; behind that, where it ends.
    static int data(ProgramType type) {
        return type == ProgramType.XDP ? 0 : 76;
    }

    static void any(Computation c) {
        switch (c.dice.below(8)) {
            case 0, 1, 2 -> slot(c);
            case 3 -> access(c, FRAME, Computation.MIXED, Computation.MIXED_BYTES, -1);
            case 4 -> pointer(c, c.pointer(Pointer.Kind.PACKET));
            case 5, 6 -> pointer(c, c.pointer(Pointer.Kind.MEMORY));
            default -> context(c);
        }
    }

    /// Loads or stores a slot, in its size.
    static void slot(Computation c) {
        int index = c.dice.below(Computation.SLOTS.size());
        Slot slot = Computation.SLOTS.get(index);
        int dst = c.writable();
        if (dst >= 0 && (c.lockedSlots.get(index) || c.dice.percent(50))) {
            boolean signed = slot.size() != MemorySize.DW && c.dice.percent(40);
            c.emit(new Insn.Load(slot.size(), signed, dst, FRAME, slot.offset()));
        } else if (!c.lockedSlots.get(index)) {
            c.store(slot.size(), FRAME, slot.offset(), c.operand());
        }
    }

    private static void pointer(Computation c, Pointer pointer) {
        int temporary = c.writable();
        if (pointer == null || temporary < 0) {
            return;
        }
        if (c.dice.percent(40)) {
            moved(c, pointer, temporary);
            return;
        }
        int base = c.reach(pointer, temporary);
        boolean memory = pointer.kind() == Pointer.Kind.MEMORY;
        if (memory && c.dice.percent(35)) {
            atomic(c, base, pointer.bytes(), base == temporary ? temporary : -1);
        } else {
            access(c, base, 0, pointer.bytes(), base == temporary ? temporary : -1);
        }
        if (base == temporary) {
            c.renew(temporary);
        }
    }

    /// Accesses memory at a place that depends on data.
    private static void moved(Computation c, Pointer pointer, int temporary) {
        int index = c.writableBut(temporary);
        if (index < 0) {
            return;
        }
        MemorySize size = c.dice.of(MemorySize.values());
        int mask = Integer.highestOneBit(Math.max(1, pointer.bytes() - size.bytes() + 1)) - 1;
        boolean aligned = c.depth > 0 || c.dice.percent(50);
        Width width = c.dice.of(Width.values());
        c.alu(
                AluOp.AND,
                width,
                index,
                new Operand.Immediate(aligned ? mask & -size.bytes() : mask));
        int base = c.reach(pointer, temporary);
        if (base != temporary) {
            c.copy(temporary, base);
        }
        c.alu(AluOp.ADD, Width.W64, temporary, new Operand.Register(index));
        int out = c.label();
        int end = -1;
        if (pointer.kind() == Pointer.Kind.PACKET) {
            end = guard(c, temporary, index, size, out);
            if (end < 0) {
                c.renew(temporary);
                return;
            }
        }
        if (c.dice.percent(50)) {
            Operand src =
                    end < 0 && c.dice.percent(50)
                            ? new Operand.Register(index)
                            : new Operand.Immediate(c.immediate());
            c.store(size, temporary, 0, src);
        } else {
            boolean signed = size != MemorySize.DW && c.dice.percent(30);
            c.emit(new Insn.Load(size, signed, index, temporary, 0));
        }
        c.mark(out);
        if (end >= 0) {
            c.constant(index, c.dice.constant());
            c.constant(end, c.dice.constant());
        }
        c.renew(temporary);
    }

    /// Jumps to `out` unless the packet has `size` bytes at `address`.
    ///
    /// @return the register that the packet's end is in, -1 if that cannot be told here
    private static int guard(Computation c, int address, int index, MemorySize size, int out) {
        Pointer context = c.pointer(Pointer.Kind.CONTEXT);
        int end = c.writableBut(address);
        if (context == null || context.register() < 0 || end < 0 || end == index) {
            return -1;
        }
        c.load(MemorySize.W, end, context.register(), data(c.shared.type) + Integer.BYTES);
        c.copy(index, address);
        c.alu(AluOp.ADD, Width.W64, index, new Operand.Immediate(size.bytes()));
        c.emit(new Insn.Branch(Condition.GT, Width.W64, index, new Operand.Register(end), out));
        return end;
    }

    /// Loads or stores some aligned bytes among `bytes` at `base` + `start`.
    ///
    /// @param busy a register that is no number now, -1 for none
    private static void access(Computation c, int base, int start, int bytes, int busy) {
        MemorySize size = c.dice.of(MemorySize.values());
        if (bytes < size.bytes()) {
            size = MemorySize.B;
        }
        int offset = start + size.bytes() * c.dice.below(bytes / size.bytes());
        int other = c.writableBut(busy);
        if (other >= 0 && c.dice.percent(50)) {
            boolean signed = size != MemorySize.DW && c.dice.percent(30);
            c.emit(new Insn.Load(size, signed, other, base, offset));
        } else if (other >= 0 && c.dice.percent(70)) {
            c.store(size, base, offset, new Operand.Register(other));
        } else {
            c.store(size, base, offset, new Operand.Immediate(c.immediate()));
        }
    }

    private static void atomic(Computation c, int base, int bytes, int busy) {
        Dice dice = c.dice;
        MemorySize size = dice.of(MemorySize.W, MemorySize.DW);
        int offset = size.bytes() * dice.below(bytes / size.bytes());
        int src = c.writableBut(busy);
        if (src < 0) {
            return;
        }
        switch (dice.below(8)) {
            case 0 -> c.emit(new Insn.LoadAcquire(size, src, base, offset));
            case 1 -> c.emit(new Insn.StoreRelease(size, base, offset, src));
            default -> {
                AtomicOp op = dice.of(AtomicOp.values());
                boolean exchanges = op == AtomicOp.EXCHANGE || op == AtomicOp.COMPARE_EXCHANGE;
                boolean toZero = op == AtomicOp.COMPARE_EXCHANGE;
                if (!toZero || busy != 0 && base != 0 && c.numbers.contains(0)) {
                    boolean fetch = exchanges || dice.percent(50);
                    c.emit(new Insn.Atomic(op, size, base, offset, src, fetch));
                }
            }
        }
    }

    private static void context(Computation c) {
        Pointer pointer = c.pointer(Pointer.Kind.CONTEXT);
        int temporary = c.writable();
        if (pointer == null || temporary < 0) {
            return;
        }
        int base = c.reach(pointer, temporary);
        if (c.shared.type == ProgramType.XDP) {
            c.load(MemorySize.W, temporary, base, c.dice.of(12, 16));
        } else if (c.dice.percent(50)) {
            c.load(MemorySize.W, temporary, base, c.dice.of(0, 16, 32, 48, 52, 64));
        } else {
            int src = c.number();
            Operand value =
                    src == base ? new Operand.Immediate(c.immediate()) : new Operand.Register(src);
            c.store(MemorySize.W, base, CONTROL_BLOCK + 4 * c.dice.below(5), value);
            if (base == temporary) {
                c.renew(temporary);
            }
        }
    }
}
