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
        List<Integer> starts = new ArrayList<>();
        write(setting, dice, lines, starts);
        List<Line> damaged = dice.percent(33) ? lines : Mutation.damage(lines, dice);
        return program(seed, setting, damaged, starts);
    }

    private static void write(Setting setting, Dice dice, List<Line> lines, List<Integer> starts) {
        int idioms = dice.of(2, 3, 5, 8, 12, 20, dice.percent(20) ? 80 : 8);
        Scene.Numbering numbering = new Scene.Numbering();
        Scene main = new Scene(setting, dice, numbering, 0, STACK, Math.max(20, idioms * 12));
        main.account().set(1, new Value.Context());
        Openings.keepContext(main);
        Repertoire.play(main, idioms);
        Endings.leave(main);
        lines.addAll(main.lines());
        for (Function function : numbering.functions()) {
            starts.add(function.label());
            lines.addAll(function.lines());
        }
    }

    private static Program program(
            long seed, Setting setting, List<Line> lines, List<Integer> starts) {
        Bytecode code = Line.assemble(lines);
        String name = "seed" + Long.toUnsignedString(seed);
        return new Program(
                name,
                "",
                setting.type(),
                setting.attach().id(),
                code,
                functions(name, code, Line.labels(lines), starts),
                List.of(),
                Setting.maps(),
                "GPL",
                0,
                Optional.empty(),
                0,
                "",
                Map.of());
    }

    private static List<Subprogram> functions(
            String name, Bytecode code, Map<Integer, Integer> labels, List<Integer> starts) {
        List<Integer> slots = new ArrayList<>(List.of(0));
        for (int label : starts) {
            slots.add(labels.getOrDefault(label, 0));
        }
        slots.sort(Comparator.naturalOrder());
        List<Subprogram> functions = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            int end = i + 1 < slots.size() ? slots.get(i + 1) : code.slots();
            if (slots.get(i) < end) {
                String own = i == 0 ? name : "function" + i;
                functions.add(new Subprogram(own, slots.get(i), end, i == 0, 0));
            }
        }
        return functions;
    }
}
