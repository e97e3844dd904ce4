package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.spec.ProgramType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// One function of a program that computes, while it is written.
///
/// Between statements every register of [#numbers] and every stack slot of [#SLOTS] holds a number,
/// so that jumps may lead from any statement to any other. Pointers stand in registers of their own
/// or in stack slots of their own ([Pointer]).
final class Computation {
    static final int FRAME_POINTER = 10;

    /// A place on the stack that is always accessed alike.
    record Slot(int offset, MemorySize size) {}

    static final List<Slot> SLOTS =
            List.of(
                    new Slot(-8, MemorySize.DW),
                    new Slot(-16, MemorySize.DW),
                    new Slot(-24, MemorySize.DW),
                    new Slot(-32, MemorySize.DW),
                    new Slot(-36, MemorySize.W),
                    new Slot(-40, MemorySize.W),
                    new Slot(-42, MemorySize.H),
                    new Slot(-44, MemorySize.H),
                    new Slot(-45, MemorySize.B),
                    new Slot(-46, MemorySize.B));

    /// Stack bytes that are accessed in all sizes.
    static final int MIXED = -64;

    static final int MIXED_BYTES = 16;

    /// Stack bytes whose address is given away.
    static final int AREA = -88;

    static final int AREA_BYTES = 24;

    /// Where keys and values for helper functions are put together.
    static final int SCRATCH = -112;

    /// A pointer that the function keeps.
    ///
    /// @param register where it stands, -1 if on the stack
    /// @param offset where it stands there
    /// @param bytes how many may be accessed behind it
    record Pointer(Kind kind, int register, int offset, int bytes) {
        /// What it points to.
        enum Kind {
            CONTEXT,
            PACKET,
            /// A value of a map, or what a caller or helper function passed.
            MEMORY
        }
    }

    /// What all functions of a program share.
    static final class Shared {
        final Dice dice;
        final ProgramType type;
        final List<Computed> functions = new ArrayList<>();
        int labels;
        int room;

        Shared(Dice dice, ProgramType type, int room) {
            this.dice = dice;
            this.type = type;
            this.room = room;
        }
    }

    /// A function that has been written.
    ///
    /// @param arguments how many numbers it takes, behind the pointer; -1 if only a helper function
    ///   may call it
    /// @param pointer whether it takes a pointer to [#AREA_BYTES] bytes first
    record Computed(int label, int arguments, boolean pointer, List<Line> lines) {}

    final Shared shared;
    final Dice dice;
    final int depth;
    final List<Pointer> pointers = new ArrayList<>();
    final List<Line> lines = new ArrayList<>();
    final List<Integer> numbers = new ArrayList<>();
    final BitSet locked = new BitSet();
    final BitSet lockedSlots = new BitSet();

    /// Where the blocks around the next statement end.
    final List<Integer> ends = new ArrayList<>();

    /// Whether there shall be no branches: a verifier would walk them over and over.
    boolean calm;

    /// How often the verifier walks through what is written next.
    int repeats = 1;

    Computation(Shared shared, int depth) {
        this.shared = shared;
        this.dice = shared.dice;
        this.depth = depth;
        for (int register = 0; register < FRAME_POINTER; register++) {
            numbers.add(register);
        }
    }

    void emit(Insn insn) {
        lines.add(new Line.Step(insn));
        shared.room -= repeats;
    }

    int label() {
        return ++shared.labels;
    }

    void mark(int label) {
        lines.add(new Line.Mark(label));
    }

    /// A register with a number, to be read.
    int number() {
        return dice.of(numbers);
    }

    /// A register with a number that may be overwritten, -1 if there is none.
    int writable() {
        for (int tries = 0; tries < 20; tries++) {
            int register = number();
            if (!locked.get(register)) {
                return register;
            }
        }
        return -1;
    }

    /// Another such register than `other`.
    int writableBut(int other) {
        for (int tries = 0; tries < 20; tries++) {
            int register = writable();
            if (register != other) {
                return register;
            }
        }
        return -1;
    }

    void alu(AluOp op, Width width, int dst, Operand src) {
        emit(new Insn.Alu(op, width, dst, src));
    }

    void copy(int dst, int src) {
        alu(AluOp.MOV, Width.W64, dst, new Operand.Register(src));
    }

    void constant(int dst, long value) {
        if (value == (int) value) {
            alu(AluOp.MOV, Width.W64, dst, new Operand.Immediate((int) value));
        } else {
            emit(new Insn.LoadImmediate(dst, ImmediateKind.VALUE, value));
        }
    }

    void load(MemorySize size, int dst, int base, int offset) {
        emit(new Insn.Load(size, false, dst, base, offset));
    }

    void store(MemorySize size, int base, int offset, Operand src) {
        emit(new Insn.Store(size, base, offset, src));
    }

    void address(int dst, int offset) {
        copy(dst, FRAME_POINTER);
        alu(AluOp.ADD, Width.W64, dst, new Operand.Immediate(offset));
    }

    /// A constant that fits an instruction.
    int immediate() {
        return (int) dice.constant();
    }

    /// A register or, less often, a constant.
    Operand operand() {
        return dice.percent(55)
                ? new Operand.Register(number())
                : new Operand.Immediate(immediate());
    }

    /// Jumps to `label` on some condition on data.
    void branch(int label) {
        int dst = number();
        Operand src = operand();
        if (src instanceof Operand.Register(int register) && register == dst) {
            src = new Operand.Immediate(immediate());
        }
        Width width = dice.of(Width.values());
        emit(new Insn.Branch(dice.of(Condition.values()), width, dst, src, label));
    }

    /// The pointer in some register: its own, or `temporary`, which it is loaded into.
    int reach(Pointer pointer, int temporary) {
        if (pointer.register() >= 0) {
            return pointer.register();
        }
        load(MemorySize.DW, temporary, FRAME_POINTER, pointer.offset());
        return temporary;
    }

    /// A pointer of that kind, `null` if the function has none.
    Pointer pointer(Pointer.Kind kind) {
        List<Pointer> all = pointers.stream().filter(p -> p.kind() == kind).toList();
        return all.isEmpty() ? null : dice.of(all);
    }

    /// Puts some number into a register that holds none.
    void renew(int register) {
        List<Integer> others = numbers.stream().filter(n -> n > 5 && n != register).toList();
        int choice = dice.below(others.isEmpty() ? 2 : 3);
        if (choice == 0) {
            constant(register, dice.constant());
        } else if (choice == 1) {
            Slot slot = dice.of(SLOTS);
            load(slot.size(), register, FRAME_POINTER, slot.offset());
        } else {
            copy(register, dice.of(others));
        }
    }

    /// Renews what a call leaves without meaning.
    void afterCall() {
        for (int register = 1; register <= 5; register++) {
            if (numbers.contains(register)) {
                renew(register);
            }
        }
    }
}
