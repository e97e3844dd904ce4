package dev.skep.lab.generate;

import dev.skep.isa.Bytecode;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lets every function of a program start with a stack frame full of the same number. What comes
/// out tells whether the program reads stack that it has not written, which privileged programs
/// may.
public final class StackFill {
    private static final int FRAME = 512;
    private static final int FRAME_POINTER = 10;

    private StackFill() {}

    /// The program, whose frames start full of `value`, 8 bytes each. It may be too large to load.
    public static Program apply(Program program, int value) {
        Bytecode code = program.code();
        Set<Integer> starts = starts(program);
        List<Line> lines = new ArrayList<>();
        for (int slot = 0; slot < code.slots(); slot++) {
            if (starts.contains(slot)) {
                lines.add(new Line.Mark(entry(slot)));
                for (int at = -FRAME; at < 0; at += Long.BYTES) {
                    lines.add(
                            new Line.Step(
                                    new Insn.Store(
                                            MemorySize.DW,
                                            FRAME_POINTER,
                                            at,
                                            new Operand.Immediate(value))));
                }
            }
            lines.add(new Line.Mark(slot));
            if (code.startsAt(slot)) {
                lines.add(new Line.Step(labelled(code.at(slot), slot)));
            }
        }
        return assembled(program, lines);
    }

    /// The label of a function's start, where jumps into its first instruction do not lead.
    private static int entry(int slot) {
        return -1 - slot;
    }

    private static Set<Integer> starts(Program program) {
        Set<Integer> starts = new HashSet<>();
        starts.add(0);
        program.subprograms().forEach(f -> starts.add(f.start()));
        Bytecode code = program.code();
        for (int slot = 0; slot < code.slots(); slot++) {
            if (code.startsAt(slot) && code.at(slot) instanceof Insn.CallSubprogram call) {
                starts.add(call.target());
            }
        }
        return starts;
    }

    private static Insn labelled(Insn insn, int slot) {
        if (insn instanceof Insn.CallSubprogram call) {
            return new Insn.CallSubprogram(entry(call.target()));
        }
        return insn instanceof Insn.LoadImmediate l && l.kind() == ImmediateKind.FUNCTION
                ? new Insn.LoadImmediate(
                        l.dst(), l.kind(), entry(slot + 1 + (int) l.value()) & 0xffffffffL)
                : insn;
    }

    private static Program assembled(Program program, List<Line> lines) {
        Bytecode code = Line.assemble(lines);
        Map<Integer, Integer> labels = new HashMap<>(Line.labels(lines));
        List<Subprogram> functions = new ArrayList<>();
        List<Subprogram> whole = program.subprograms();
        for (int i = 0; i < whole.size(); i++) {
            Subprogram f = whole.get(i);
            int end =
                    i + 1 < whole.size()
                            ? labels.get(entry(whole.get(i + 1).start()))
                            : code.slots();
            functions.add(
                    new Subprogram(
                            f.name(), labels.get(entry(f.start())), end, f.global(), f.btfId()));
        }
        return Reducer.with(program, code, functions, program.maps());
    }
}
