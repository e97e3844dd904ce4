package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Condition;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.lab.generate.Computation.Computed;
import dev.skep.lab.generate.Computation.Pointer;
import dev.skep.lab.generate.Computation.Slot;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.ProgramType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes programs whose results depend on much data in many ways: what engines can get wrong. Most
/// are accepted by the verifier.
///
/// A program loads numbers from its packet and a map, computes with them, and leaves everything
/// that its registers and stack slots hold in the map, and a hash of it as its result.
public final class ComputationGenerator {
    private static final int FRAME = Computation.FRAME_POINTER;
    private static final int PRIME = 0x01000193;

    private ComputationGenerator() {}

    /// The program of that seed: the same on every machine.
    public static Program generate(long seed) {
        Dice dice = new Dice(seed);
        ProgramType type =
                dice.of(ProgramType.XDP, ProgramType.SCHED_CLS, ProgramType.SOCKET_FILTER);
        int size = dice.of(60, 120, 250, 500);
        int straight = 0;
        if (dice.below(1_000) == 0) {
            straight = dice.of(1_000, 3_000, 10_000);
        } else if (dice.below(20_000) == 0) {
            straight = 60_000;
        }
        Computation main = new Computation(new Computation.Shared(dice, type, size), 0);
        write(main, straight);
        List<Line> lines = new ArrayList<>(main.lines);
        main.shared.functions.forEach(f -> lines.addAll(f.lines()));
        return program("sum" + Long.toUnsignedString(seed), type, lines, main.shared.functions);
    }

    private static void write(Computation c, int straight) {
        open(c);
        int statements = c.dice.between(3, 25);
        for (int i = 0; i < statements; i++) {
            Statements.any(c, 0);
        }
        if (straight > 0) {
            straight(c, straight);
        }
        leaveResults(c);
        fold(c);
        if (c.dice.percent(50)) {
            c.emit(new Insn.Alu(AluOp.MOV, Width.W32, 0, new Operand.Register(0)));
        }
        c.emit(new Insn.Exit());
    }

    /// A long stretch, now and then in a loop or with branches.
    private static void straight(Computation c, int instructions) {
        c.shared.room = 2 * instructions;
        int head = c.label();
        boolean loops = c.dice.percent(40) && !c.locked.get(9) && c.numbers.contains(9);
        if (loops) {
            c.constant(9, 0);
            c.locked.set(9);
            c.mark(head);
        }
        int branches = c.dice.of(0, 20, 200);
        for (int i = 0; i < instructions; i++) {
            if (branches > 0 && c.dice.below(branches) == 0) {
                int over = c.label();
                c.branch(over);
                ComputationArithmetic.any(c);
                c.mark(over);
            } else if (c.dice.percent(80)) {
                ComputationArithmetic.any(c);
            } else {
                ComputationMemory.any(c);
            }
        }
        if (loops) {
            c.alu(AluOp.ADD, Width.W64, 9, new Operand.Immediate(1));
            c.emit(new Insn.Branch(Condition.NE, Width.W64, 9, new Operand.Immediate(3), head));
            c.locked.clear(9);
        }
    }

    /// Finds the packet and the map value; ends where there is none.
    private static void open(Computation c) {
        int out = c.label();
        int ready = c.label();
        c.copy(6, 1);
        int packet = 0;
        if (c.shared.type != ProgramType.SOCKET_FILTER && c.dice.percent(80)) {
            packet = c.dice.of(8, 14, 32, 64);
            int data = ComputationMemory.data(c.shared.type);
            c.load(MemorySize.W, 7, 6, data);
            c.load(MemorySize.W, 2, 6, data + Integer.BYTES);
            c.copy(3, 7);
            c.alu(AluOp.ADD, Width.W64, 3, new Operand.Immediate(packet));
            c.emit(new Insn.Branch(Condition.GT, Width.W64, 3, new Operand.Register(2), out));
        }
        c.store(MemorySize.W, FRAME, -4, new Operand.Immediate(0));
        c.emit(new Insn.LoadImmediate(1, ImmediateKind.MAP_INDEX, ComputationMaps.STATE));
        c.address(2, -4);
        int lookup = Helpers.byName("map_lookup_elem").map(Helper::id).orElseThrow();
        c.emit(new Insn.CallHelper(lookup));
        c.emit(new Insn.Branch(Condition.NE, Width.W64, 0, new Operand.Immediate(0), ready));
        c.mark(out);
        c.constant(0, 1);
        c.emit(new Insn.Exit());
        c.mark(ready);
        c.copy(8, 0);
        pointers(c, packet);
        begin(c, 0, 0);
    }

    private static void pointers(Computation c, int packet) {
        keep(c, 6, Pointer.Kind.CONTEXT, 0, 6, -120);
        if (packet > 0) {
            keep(c, 7, Pointer.Kind.PACKET, packet, 7, -128);
        }
        keep(c, 8, Pointer.Kind.MEMORY, ComputationMaps.WORK, 8, -136);
    }

    /// Decides where a pointer stays.
    static void keep(
            Computation c, int from, Pointer.Kind kind, int bytes, int register, int offset) {
        if (c.dice.percent(50)) {
            if (from != register) {
                c.copy(register, from);
            }
            c.numbers.remove(Integer.valueOf(register));
            c.pointers.add(new Pointer(kind, register, 0, bytes));
        } else {
            c.store(MemorySize.DW, FRAME, offset, new Operand.Register(from));
            c.pointers.add(new Pointer(kind, -1, offset, bytes));
        }
    }

    /// Gives every register and stack slot a number.
    ///
    /// @param first the first register that holds one
    /// @param end the register behind the last that does
    static void begin(Computation c, int first, int end) {
        int known = end > first ? first : -1;
        for (Slot slot : Computation.SLOTS) {
            boolean copies = known >= 0 && c.dice.percent(50);
            Operand src =
                    copies
                            ? new Operand.Register(c.dice.between(first, end - 1))
                            : new Operand.Immediate(c.immediate());
            c.store(slot.size(), FRAME, slot.offset(), src);
        }
        for (int at = 0; at < Computation.MIXED_BYTES; at += 8) {
            c.store(MemorySize.DW, FRAME, Computation.MIXED + at, new Operand.Immediate(at));
        }
        for (int at = 0; at < Computation.AREA_BYTES; at += 8) {
            c.store(
                    MemorySize.DW,
                    FRAME,
                    Computation.AREA + at,
                    new Operand.Immediate(c.immediate()));
        }
        for (int register : List.copyOf(c.numbers)) {
            if (register < first || register >= end) {
                fresh(c, register, first, end);
            }
        }
    }

    private static void fresh(Computation c, int register, int first, int end) {
        List<Pointer> readable =
                c.pointers.stream()
                        .filter(p -> p.register() >= 0 && p.kind() != Pointer.Kind.CONTEXT)
                        .toList();
        if (!readable.isEmpty() && c.dice.percent(60)) {
            Pointer pointer = c.dice.of(readable);
            MemorySize size = c.dice.of(MemorySize.values());
            int offset = size.bytes() * c.dice.below(pointer.bytes() / size.bytes());
            boolean signed = size != MemorySize.DW && c.dice.percent(30);
            c.emit(new Insn.Load(size, signed, register, pointer.register(), offset));
        } else if (end > first && c.dice.percent(50)) {
            c.copy(register, c.dice.between(first, end - 1));
        } else {
            c.constant(register, c.dice.constant());
        }
    }

    /// Stores all numbers behind the part of the map's value that the program worked in.
    private static void leaveResults(Computation c) {
        Pointer state = c.pointer(Pointer.Kind.MEMORY);
        int base = c.reach(state, 0);
        int at = ComputationMaps.WORK;
        for (int register : c.numbers) {
            if (register != base) {
                c.store(MemorySize.DW, base, at, new Operand.Register(register));
                at += Long.BYTES;
            }
        }
        if (base == 0) {
            c.constant(0, 0);
        }
    }

    /// Makes r0 a hash of all numbers.
    static void fold(Computation c) {
        int other = c.numbers.contains(1) ? 1 : 0;
        for (int register : c.numbers) {
            if (register != 0) {
                c.alu(AluOp.MUL, Width.W64, 0, new Operand.Immediate(PRIME));
                c.alu(AluOp.XOR, Width.W64, 0, new Operand.Register(register));
            }
        }
        for (Slot slot : Computation.SLOTS) {
            c.load(slot.size(), other, FRAME, slot.offset());
            c.alu(AluOp.MUL, Width.W64, 0, new Operand.Immediate(PRIME));
            c.alu(AluOp.ADD, Width.W64, 0, new Operand.Register(other));
        }
        c.copy(other, 0);
        c.alu(AluOp.RSH, Width.W64, other, new Operand.Immediate(Integer.SIZE));
        c.alu(AluOp.XOR, Width.W64, 0, new Operand.Register(other));
    }

    private static Program program(
            String name, ProgramType type, List<Line> lines, List<Computed> functions) {
        Bytecode code = Line.assemble(lines);
        Map<Integer, Integer> labels = Line.labels(lines);
        List<Integer> starts = new ArrayList<>(List.of(0));
        functions.forEach(f -> starts.add(labels.get(f.label())));
        starts.sort(Comparator.naturalOrder());
        List<Subprogram> subprograms = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : code.slots();
            String function = i == 0 ? name : "function" + i;
            int id = i == 0 ? Types.ENTRY : Types.STATIC;
            subprograms.add(new Subprogram(function, starts.get(i), end, i == 0, id));
        }
        return new Program(
                name,
                "",
                type,
                0,
                code,
                subprograms,
                List.of(),
                ComputationMaps.MAPS,
                "GPL",
                0,
                Optional.of(Types.BTF),
                0,
                "",
                Map.of());
    }
}
