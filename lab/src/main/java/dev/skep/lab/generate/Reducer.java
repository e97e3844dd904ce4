package dev.skep.lab.generate;

import dev.skep.isa.Bytecode;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Makes programs smaller while they stay interesting.
public final class Reducer {
    private static final int MOST_TRIES = 3_000;

    private final Program program;
    private final Predicate<Program> interesting;
    private List<Line> lines;
    private int tries;

    private Reducer(Program program, Predicate<Program> interesting) {
        this.program = program;
        this.interesting = interesting;
        this.lines = lines(program.code());
    }

    /// A program without the instructions and maps of `program` that `interesting` does not need.
    public static Program reduce(Program program, Predicate<Program> interesting) {
        Reducer reducer = new Reducer(program, interesting);
        for (int chunk = Math.max(1, program.code().slots() / 4); chunk > 0; chunk /= 2) {
            reducer.dropChunks(chunk);
        }
        reducer.dropChunks(1);
        Program small = reducer.with(reducer.lines);
        Program lean = withoutUnusedMaps(small);
        return interesting.test(lean) ? lean : small;
    }

    /// Every instruction behind a label that is its slot.
    private static List<Line> lines(Bytecode code) {
        List<Line> lines = new ArrayList<>();
        for (int slot = 0; slot < code.slots(); slot++) {
            lines.add(new Line.Mark(slot));
            if (code.startsAt(slot)) {
                lines.add(new Line.Step(labelled(code.at(slot), slot)));
            }
        }
        return lines;
    }

    private static Insn labelled(Insn insn, int slot) {
        return insn instanceof Insn.LoadImmediate l && l.kind() == ImmediateKind.FUNCTION
                ? new Insn.LoadImmediate(
                        l.dst(), l.kind(), slot + 1 + (int) l.value() & 0xffffffffL)
                : insn;
    }

    private void dropChunks(int chunk) {
        int at = 0;
        while (at < lines.size() && tries < MOST_TRIES) {
            List<Line> fewer = without(at, chunk);
            tries++;
            if (fewer.size() < lines.size() && interesting.test(with(fewer))) {
                lines = fewer;
            } else {
                at += chunk;
            }
        }
    }

    /// The lines without the instructions among `count` lines; labels stay.
    private List<Line> without(int from, int count) {
        List<Line> fewer = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            boolean goes = i >= from && i < from + count && lines.get(i) instanceof Line.Step;
            if (!goes) {
                fewer.add(lines.get(i));
            }
        }
        return fewer;
    }

    private Program with(List<Line> some) {
        Bytecode code = Line.assemble(some);
        Map<Integer, Integer> labels = Line.labels(some);
        List<Subprogram> functions = new ArrayList<>();
        List<Subprogram> whole = program.subprograms();
        for (int i = 0; i < whole.size(); i++) {
            Subprogram f = whole.get(i);
            int start = labels.get(f.start());
            int end = i + 1 < whole.size() ? labels.get(whole.get(i + 1).start()) : code.slots();
            if (start < end) {
                functions.add(new Subprogram(f.name(), start, end, f.global(), f.btfId()));
            }
        }
        return with(program, code, functions, program.maps());
    }

    /// The program with those maps only that its code names.
    public static Program withoutUnusedMaps(Program program) {
        List<MapDefinition> used = new ArrayList<>();
        List<Insn> code = new ArrayList<>();
        for (Insn insn : program.code().insns()) {
            code.add(
                    insn instanceof Insn.LoadImmediate load && names(load, program)
                            ? renumbered(load, program, used)
                            : insn);
        }
        return with(program, Bytecode.of(code), program.subprograms(), used);
    }

    private static boolean names(Insn.LoadImmediate load, Program program) {
        boolean map =
                load.kind() == ImmediateKind.MAP_INDEX
                        || load.kind() == ImmediateKind.MAP_INDEX_VALUE;
        return map && (int) load.value() >= 0 && (int) load.value() < program.maps().size();
    }

    private static Insn renumbered(
            Insn.LoadImmediate load, Program program, List<MapDefinition> used) {
        MapDefinition map = program.maps().get((int) load.value());
        if (!used.contains(map)) {
            used.add(map);
        }
        long high = load.value() & 0xffffffff00000000L;
        return new Insn.LoadImmediate(load.dst(), load.kind(), high | used.indexOf(map));
    }

    static Program with(
            Program program, Bytecode code, List<Subprogram> functions, List<MapDefinition> maps) {
        return new Program(
                program.name(),
                program.section(),
                program.type(),
                program.attachType(),
                code,
                functions,
                List.of(),
                maps,
                program.license(),
                program.kernelVersion(),
                program.btf(),
                program.flags(),
                program.attachTarget(),
                program.kernelNames());
    }
}
