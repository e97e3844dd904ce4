package dev.skep.jit;

import dev.skep.isa.Bytecode;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.jit.flow.FunctionFlow;
import dev.skep.verify.VerifiedProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The functions of a program that a run can come to, callees before their callers.
final class Functions {
    private static final int TAIL_CALL = 12;
    private static final int MOST_ARGUMENTS = 5;
    private static final long ARGUMENTS = 0x3e;

    private final VerifiedProgram program;
    private final List<Integer> starts;
    private final Map<Integer, FunctionFlow> done = new HashMap<>();
    private final TreeSet<Integer> begun = new TreeSet<>();

    Functions(VerifiedProgram program) {
        this.program = program;
        this.starts = starts(program);
    }

    private static List<Integer> starts(VerifiedProgram program) {
        Bytecode code = program.program().code();
        TreeSet<Integer> starts = new TreeSet<>();
        starts.add(0);
        for (int slot = 0; slot < code.slots(); slot++) {
            if (code.startsAt(slot)) {
                callee(code.at(slot), slot, starts);
            }
        }
        return List.copyOf(starts);
    }

    private static void callee(Insn insn, int slot, TreeSet<Integer> callees) {
        if (insn instanceof Insn.CallSubprogram call) {
            callees.add(call.target());
        } else if (insn instanceof Insn.LoadImmediate load
                && load.kind() == ImmediateKind.FUNCTION) {
            callees.add(slot + 1 + (int) load.value());
        }
    }

    /// What is known of each.
    List<FunctionFlow> flows() {
        List<FunctionFlow> flows = new ArrayList<>();
        for (int start : starts) {
            if (program.reaches(start)) {
                flows.add(flow(start));
            }
        }
        return flows;
    }

    /// Calls go at most eight deep, so this does, too.
    private FunctionFlow flow(int start) {
        FunctionFlow known = done.get(start);
        if (known == null) {
            begun.add(start);
            known = FunctionFlow.of(program, start, end(start), this::arguments);
            done.put(start, known);
        }
        return known;
    }

    private int end(int start) {
        int next = starts.indexOf(start) + 1;
        return next < starts.size() ? starts.get(next) : program.program().code().slots();
    }

    /// How many arguments the function takes that starts at a slot; all where that is asked while
    /// it is being found out.
    private int arguments(int start) {
        if (!program.reaches(start)) {
            return 0;
        }
        return begun.contains(start) && !done.containsKey(start)
                ? MOST_ARGUMENTS
                : arguments(flow(start));
    }

    /// How many arguments a function takes: up to the last that it reads.
    static int arguments(FunctionFlow flow) {
        long read = flow.liveAt(flow.blocks().getFirst()) & ARGUMENTS;
        return Long.SIZE - 1 - Math.min(63, Long.numberOfLeadingZeros(read | 1));
    }

    /// Whether a function makes tail calls itself.
    static boolean tailCalls(FunctionFlow flow) {
        for (int slot = flow.start(); slot < flow.end(); slot++) {
            if (flow.isInsn(slot)
                    && flow.insn(slot) instanceof Insn.CallHelper call
                    && call.id() == TAIL_CALL) {
                return true;
            }
        }
        return false;
    }
}
