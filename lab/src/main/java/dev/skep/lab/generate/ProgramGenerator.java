package dev.skep.lab.generate;

import dev.skep.isa.Bytecode;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes programs that a verifier has to think about: most are close to the border of what it
/// accepts, on either side.
///
/// A program is written idiom by idiom with an account of what registers and stack slots hold, so
/// that it is valid by and large; two thirds of the programs are damaged afterwards.
public final class ProgramGenerator {
    private static final int STACK = 192;

    private ProgramGenerator() {}

    /// The program of that seed: the same on every machine.
    public static Program generate(long seed) {
        Dice dice = new Dice(seed);
        Setting setting = dice.of(Setting.ALL);
        List<Line> lines = new ArrayList<>();
        Scene.Numbering numbering = new Scene.Numbering();
        if (dice.percent(50)) {
            numbering.withTypes();
        }
        write(setting, dice, lines, numbering);
        List<Line> damaged = dice.percent(33) ? lines : Mutation.damage(lines, dice);
        return program(seed, setting, damaged, numbering);
    }

    private static void write(
            Setting setting, Dice dice, List<Line> lines, Scene.Numbering numbering) {
        int idioms = dice.of(2, 3, 5, 8, 12, 20, dice.percent(20) ? 80 : 8);
        Scene main = new Scene(setting, dice, numbering, 0, STACK, Math.max(20, idioms * 12));
        main.account().set(1, new Value.Context());
        Openings.keepContext(main);
        Repertoire.play(main, idioms);
        Endings.leave(main);
        lines.addAll(main.lines());
        for (Function function : numbering.functions()) {
            lines.addAll(function.lines());
        }
    }

    private static Program program(
            long seed, Setting setting, List<Line> lines, Scene.Numbering numbering) {
        Bytecode code = Line.assemble(lines);
        String name = "seed" + Long.toUnsignedString(seed);
        return new Program(
                name,
                "",
                setting.type(),
                setting.attach().id(),
                code,
                functions(name, code, Line.labels(lines), numbering),
                List.of(),
                Setting.maps(),
                "GPL",
                0,
                Optional.of(Types.BTF),
                0,
                "",
                Iterators.NAMES);
    }

    private static List<Subprogram> functions(
            String name, Bytecode code, Map<Integer, Integer> labels, Scene.Numbering numbering) {
        List<Subprogram> starts = new ArrayList<>();
        starts.add(function(name, 0, true, Types.ENTRY, numbering));
        for (Function f : numbering.functions()) {
            int start = labels.getOrDefault(f.label(), 0);
            boolean global = f.kind() == Function.Kind.GLOBAL;
            starts.add(function("function" + starts.size(), start, global, f.type(), numbering));
        }
        starts.sort(Comparator.comparing(Subprogram::start));
        List<Subprogram> functions = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Subprogram f = starts.get(i);
            int end = i + 1 < starts.size() ? starts.get(i + 1).start() : code.slots();
            if (f.start() < end) {
                functions.add(new Subprogram(f.name(), f.start(), end, f.global(), f.btfId()));
            }
        }
        return functions;
    }

    private static Subprogram function(
            String name, int start, boolean global, int type, Scene.Numbering numbering) {
        return new Subprogram(name, start, start, global, numbering.typed() ? type : 0);
    }
}
