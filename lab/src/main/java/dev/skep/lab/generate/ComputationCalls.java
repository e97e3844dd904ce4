package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.lab.generate.Computation.Computed;
import dev.skep.lab.generate.Computation.Pointer;
import dev.skep.program.MapDefinition;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.ProgramType;
import java.util.List;

/// Statements that call: functions of the program, helper functions, and helper functions that call
/// back. Each begins and ends with numbers in r0 to r5.
final class ComputationCalls {
    private static final int MOST_FUNCTIONS = 4;
    private static final int DEEPEST = 3;
    private static final int FRAME = Computation.FRAME_POINTER;

    private ComputationCalls() {}

    static void any(Computation c) {
        switch (c.dice.below(10)) {
            case 0, 1, 2 -> function(c);
            case 3, 4, 5 -> keyed(c);
            case 6 -> queued(c);
            case 7 -> loop(c);
            case 8 -> legacy(c);
            default -> simple(c);
        }
    }

    private static void helper(Computation c, String name) {
        c.emit(new Insn.CallHelper(Helpers.byName(name).map(Helper::id).orElseThrow()));
    }

    private static void map(Computation c, int register, int map) {
        c.emit(new Insn.LoadImmediate(register, ImmediateKind.MAP_INDEX, map));
    }

    /// Calls a function, an old one or a new one.
    private static void function(Computation c) {
        Computed callee = choose(c);
        if (callee == null) {
            return;
        }
        int first = callee.pointer() ? 2 : 1;
        for (int i = 0; i < callee.arguments(); i++) {
            int register = first + i;
            if (c.dice.percent(50)) {
                int from = c.number();
                c.copy(register, from);
            }
        }
        if (callee.pointer()) {
            Pointer memory = c.pointer(Pointer.Kind.MEMORY);
            if (memory != null && c.dice.percent(50)) {
                int base = c.reach(memory, 1);
                if (base != 1) {
                    c.copy(1, base);
                }
            } else {
                c.address(1, Computation.AREA);
            }
        }
        c.emit(new Insn.CallSubprogram(callee.label()));
        c.afterCall();
    }

    private static Computed choose(Computation c) {
        List<Computed> known = c.shared.functions.stream().filter(f -> f.arguments() >= 0).toList();
        boolean deep = c.depth >= DEEPEST || c.repeats >= 4;
        if (deep) {
            return null;
        }
        if (c.depth == 0 && !known.isEmpty() && c.dice.percent(60)) {
            return c.dice.of(known);
        }
        return known.size() < MOST_FUNCTIONS && c.shared.room > 60 ? write(c) : null;
    }

    private static Computed write(Computation c) {
        boolean pointer = c.dice.percent(50);
        int arguments = c.dice.between(pointer ? 0 : 1, pointer ? 4 : 5);
        Computation body = new Computation(c.shared, c.depth + 1);
        body.repeats = c.repeats * 2;
        int label = c.label();
        body.mark(label);
        int first = pointer ? 2 : 1;
        if (pointer) {
            ComputationGenerator.keep(
                    body, 1, Pointer.Kind.MEMORY, Computation.AREA_BYTES, 9, -120);
        }
        ComputationGenerator.begin(body, first, first + arguments);
        ComputationFlow.block(body, 0, 6);
        ComputationGenerator.fold(body);
        body.emit(new Insn.Exit());
        Computed done = new Computed(label, arguments, pointer, body.lines);
        c.shared.functions.add(done);
        return done;
    }

    /// A look-up, update or removal under a key made of data.
    private static void keyed(Computation c) {
        int map = c.dice.between(ComputationMaps.FIRST_KEYED, ComputationMaps.QUEUE - 1);
        MapDefinition shape = ComputationMaps.MAPS.get(map);
        int key = c.writable();
        if (key < 0) {
            return;
        }
        c.alu(AluOp.AND, Width.W64, key, new Operand.Immediate(c.dice.of(3, 7, 0x7fffff07)));
        MemorySize size = shape.keySize() == 4 ? MemorySize.W : MemorySize.DW;
        c.store(size, FRAME, Computation.SCRATCH, new Operand.Register(key));
        boolean update = c.dice.percent(40);
        if (update) {
            for (int at = 8; at < 8 + ComputationMaps.VALUE; at += 8) {
                c.store(
                        MemorySize.DW,
                        FRAME,
                        Computation.SCRATCH + at,
                        new Operand.Register(c.number()));
            }
            c.address(3, Computation.SCRATCH + 8);
            c.constant(4, c.dice.of(0, 0, 1, 2));
        }
        map(c, 1, map);
        c.address(2, Computation.SCRATCH);
        if (update) {
            helper(c, "map_update_elem");
        } else if (c.dice.percent(25)) {
            helper(c, "map_delete_elem");
        } else {
            helper(c, "map_lookup_elem");
            found(c);
        }
        c.afterCall();
    }

    /// Works on the value that r0 points to, if there is one; leaves a number in r0.
    private static void found(Computation c) {
        int none = c.label();
        int source = c.dice.between(6, 9);
        c.emit(new Insn.Branch(Condition.EQ, Width.W64, 0, new Operand.Immediate(0), none));
        if (c.numbers.contains(source)) {
            c.store(MemorySize.W, 0, 4, new Operand.Register(source));
        }
        c.emit(new Insn.Load(MemorySize.DW, false, 1, 0, 8));
        c.alu(AluOp.ADD, Width.W64, 1, new Operand.Immediate(1));
        c.store(MemorySize.DW, 0, 8, new Operand.Register(1));
        c.emit(new Insn.Load(c.dice.of(MemorySize.values()), false, 0, 0, 8 * c.dice.below(2)));
        c.mark(none);
    }

    private static void queued(Computation c) {
        for (int at = 8; at < 8 + ComputationMaps.VALUE; at += 8) {
            c.store(
                    MemorySize.DW,
                    FRAME,
                    Computation.SCRATCH + at,
                    new Operand.Register(c.number()));
        }
        boolean ring = c.dice.percent(25);
        c.address(2, Computation.SCRATCH + 8);
        if (ring) {
            map(c, 1, ComputationMaps.EVENTS);
            c.constant(3, ComputationMaps.VALUE);
            c.constant(4, 0);
            helper(c, "ringbuf_output");
        } else {
            map(c, 1, c.dice.of(ComputationMaps.QUEUE, ComputationMaps.PILE));
            c.constant(3, 0);
            helper(c, c.dice.of("map_push_elem", "map_pop_elem", "map_peek_elem"));
            c.load(MemorySize.DW, 1, FRAME, Computation.SCRATCH + 8);
            c.alu(AluOp.ADD, Width.W64, 0, new Operand.Register(1));
        }
        c.afterCall();
    }

    /// Lets a helper function call a new function over and over.
    private static void loop(Computation c) {
        if (c.depth >= DEEPEST || c.repeats >= 4 || c.shared.room < 60) {
            return;
        }
        Computation body = new Computation(c.shared, c.depth + 1);
        body.repeats = c.repeats * 4;
        int label = c.label();
        body.mark(label);
        ComputationGenerator.keep(body, 2, Pointer.Kind.MEMORY, Computation.AREA_BYTES, 9, -120);
        ComputationGenerator.begin(body, 1, 2);
        ComputationFlow.block(body, 0, 5);
        body.load(MemorySize.W, 0, FRAME, -36);
        body.alu(AluOp.AND, Width.W64, 0, new Operand.Immediate(c.dice.of(0, 0, 1)));
        body.emit(new Insn.Exit());
        c.shared.functions.add(new Computed(label, -1, true, body.lines));
        c.constant(1, c.dice.of(1, 3, 10, 100));
        c.emit(new Insn.LoadImmediate(2, ImmediateKind.FUNCTION, label));
        c.address(3, Computation.AREA);
        c.constant(4, 0);
        helper(c, "loop");
        c.afterCall();
    }

    /// The loads that classic BPF had.
    private static void legacy(Computation c) {
        boolean ready =
                c.pointers.stream()
                        .anyMatch(p -> p.kind() == Pointer.Kind.CONTEXT && p.register() == 6);
        if (!ready || c.shared.type == ProgramType.XDP) {
            return;
        }
        MemorySize size = c.dice.of(MemorySize.B, MemorySize.H, MemorySize.W);
        int index = c.number();
        if (c.dice.percent(40)) {
            index = -1;
        } else if (c.locked.get(index)) {
            return;
        } else {
            c.alu(AluOp.AND, Width.W64, index, new Operand.Immediate(7));
        }
        c.emit(new Insn.PacketLoad(size, index, c.dice.below(10)));
        c.afterCall();
    }

    private static void simple(Computation c) {
        String name =
                c.dice.of(
                        "ktime_get_ns",
                        "get_smp_processor_id",
                        "csum_diff",
                        "get_prandom_u32",
                        "tail_call",
                        "trace_printk");
        switch (name) {
            case "csum_diff" -> checksum(c);
            case "tail_call" -> tailCall(c);
            case "trace_printk" -> print(c);
            case "ktime_get_ns", "get_smp_processor_id", "get_prandom_u32" -> {
                if (c.dice.percent(30)) {
                    helper(c, name);
                    c.afterCall();
                }
            }
            default -> throw new IllegalStateException(name);
        }
    }

    private static void checksum(Computation c) {
        if (c.shared.type == ProgramType.SOCKET_FILTER) {
            return;
        }
        int seed = c.number();
        c.copy(5, seed);
        c.address(1, Computation.AREA);
        c.constant(2, Computation.AREA_BYTES);
        c.address(3, Computation.AREA + 8);
        c.constant(4, 8);
        helper(c, "csum_diff");
        c.afterCall();
    }

    private static void tailCall(Computation c) {
        Pointer context = c.pointer(Pointer.Kind.CONTEXT);
        if (context == null || !c.dice.percent(20)) {
            return;
        }
        c.copy(3, c.number());
        c.alu(AluOp.AND, Width.W64, 3, new Operand.Immediate(3));
        int base = c.reach(context, 1);
        if (base != 1) {
            c.copy(1, base);
        }
        map(c, 2, ComputationMaps.PROGRAMS);
        helper(c, "tail_call");
        c.constant(0, 0);
        c.afterCall();
    }

    private static void print(Computation c) {
        if (!c.dice.percent(20)) {
            return;
        }
        int number = c.number();
        c.copy(3, number);
        c.constant(1, 0x0a786c6c25L);
        c.store(MemorySize.DW, FRAME, Computation.SCRATCH, new Operand.Register(1));
        c.address(1, Computation.SCRATCH);
        c.constant(2, 6);
        helper(c, "trace_printk");
        c.afterCall();
    }
}
