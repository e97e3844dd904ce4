package dev.skep.isa;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The instructions of a program by slot: the index of an instruction is the one that the kernel's
/// log and jump offsets count. The second slot of a [Insn.LoadImmediate] holds no instruction.
/// Immutable.
public final class Bytecode {
    private final Insn[] slots;

    private Bytecode(Insn[] slots) {
        this.slots = slots;
    }

    /// Lays `insns` out one after the other.
    public static Bytecode of(List<? extends Insn> insns) {
        int count = 0;
        for (Insn insn : insns) {
            count = Math.addExact(count, insn.slots());
        }
        Insn[] slots = new Insn[count];
        int at = 0;
        for (Insn insn : insns) {
            slots[at] = Objects.requireNonNull(insn);
            at += insn.slots();
        }
        return new Bytecode(slots);
    }

    /// How many slots there are; the size in bytes is 8 times that.
    public int slots() {
        return slots.length;
    }

    /// Whether an instruction starts at `slot`: false outside the program and within a wide one.
    public boolean startsAt(int slot) {
        return slot >= 0 && slot < slots.length && slots[slot] != null;
    }

    /// The instruction that starts at `slot`.
    ///
    /// @throws IndexOutOfBoundsException if none does
    public Insn at(int slot) {
        Insn insn = slots[Objects.checkIndex(slot, slots.length)];
        if (insn == null) {
            throw new IndexOutOfBoundsException(
                    "slot " + slot + " is the second half of a wide load");
        }
        return insn;
    }

    /// The instructions in order, without the gaps.
    public List<Insn> insns() {
        return Arrays.stream(slots).filter(Objects::nonNull).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytecode that && Arrays.equals(slots, that.slots);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(slots);
    }
}
