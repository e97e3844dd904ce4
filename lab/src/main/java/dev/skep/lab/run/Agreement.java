package dev.skep.lab.run;

import dev.skep.lab.generate.ComputationGenerator;
import dev.skep.lab.generate.ProgramGenerator;
import dev.skep.lab.generate.Reducer;
import dev.skep.lab.run.Comparison.Opponent;
import dev.skep.lab.run.Comparison.Result;
import dev.skep.lab.verify.VerifyCase;
import dev.skep.program.Program;
import dev.skep.verify.Privilege;
import dev.skep.verify.Verdict;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;

/// Runs the programs of a range of seeds that the verifier accepts in two engines, and tells where
/// they disagree.
///
///     java ... dev.skep.lab.run.Agreement FIRST END [GENERATOR] [OPPONENT]
///
/// `GENERATOR` is `verdicts` or `computations`; `OPPONENT`, whom the interpreter is compared with,
/// `compiler`, `hot_compiler` or `kernel`. `END` is no part of the range. For each program that
/// shows a disagreement the smallest one is printed that still does, as a case.
public final class Agreement {
    /// Where programs come from.
    public enum Generator {
        /// [ProgramGenerator]: close to what the verifier rejects.
        VERDICTS(ProgramGenerator::generate),
        /// [ComputationGenerator]: results that depend on much data.
        COMPUTATIONS(ComputationGenerator::generate);

        private final LongFunction<Program> programs;

        Generator(LongFunction<Program> programs) {
            this.programs = programs;
        }

        /// The trial of that seed.
        public Trial trial(long seed) {
            return Trial.of(programs.apply(seed), seed);
        }
    }

    /// A program on which two engines disagree.
    ///
    /// @param words both results
    public record Finding(Trial trial, String words) {}

    private final Opponent opponent;
    private final Map<String, Long> excluded = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long rejected;
    private long agreed;

    private Agreement(Opponent opponent) {
        this.opponent = opponent;
    }

    /// Runs it.
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        long end = Long.parseLong(arguments[1]);
        Generator generator = Generator.COMPUTATIONS;
        Opponent opponent = Opponent.COMPILER;
        for (int i = 2; i < arguments.length; i++) {
            String word = arguments[i].toUpperCase(Locale.ROOT);
            if (i == 2) {
                generator = Generator.valueOf(word);
            } else {
                opponent = Opponent.valueOf(word);
            }
        }
        long start = System.nanoTime();
        Agreement run = run(generator, first, end, opponent);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.print(run.table());
        System.out.printf("%,.0f seeds a second%n", (end - first) / seconds);
        for (Finding finding : run.findings()) {
            System.out.println("\nseed " + finding.trial().seed() + ": " + finding.words());
            System.out.print(print(run.reduced(finding)));
        }
    }

    /// The seeds from `first` up to but without `end`.
    public static Agreement run(Generator generator, long first, long end, Opponent opponent) {
        Agreement run = new Agreement(opponent);
        for (long seed = first; seed < end; seed++) {
            run.compare(generator.trial(seed));
        }
        return run;
    }

    private void compare(Trial trial) {
        Optional<String> obstacle = trial.obstacle();
        if (obstacle.isPresent()) {
            exclude("cannot run here: " + obstacle.get());
        } else {
            verified(trial.program())
                    .ifPresentOrElse(
                            accepted -> note(trial, Comparison.of(trial, accepted, opponent)),
                            () -> rejected++);
        }
    }

    /// The program as the verifier accepts it, if it does.
    public static Optional<VerifiedProgram> verified(Program program) {
        return Verifier.verify(program, VerifierOptions.standard()) instanceof Verdict.Accepted yes
                ? Optional.of(yes.program())
                : Optional.empty();
    }

    private void note(Trial trial, Result result) {
        switch (result) {
            case Result.Agreed _ -> agreed++;
            case Result.Excluded(String reason) -> exclude(reason);
            case Result.Disagreed(String words) -> {
                if (trial.comparesWithItself()) {
                    exclude("compares a register with itself, of which the verifier is wrong");
                } else {
                    findings.add(new Finding(trial, words));
                }
            }
        }
    }

    private void exclude(String reason) {
        excluded.merge(reason, 1L, Long::sum);
    }

    /// How many programs gave the same in both engines.
    public long agreed() {
        return agreed;
    }

    /// Those that did not.
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /// How many were left out, by the reason.
    public Map<String, Long> excluded() {
        return Map.copyOf(excluded);
    }

    /// What came out, for people.
    public String table() {
        StringBuilder text = new StringBuilder();
        text.append("%,d programs agree, %,d do not%n".formatted(agreed, findings.size()));
        text.append("%,d were rejected by the verifier; left out:%n".formatted(rejected));
        excluded.forEach((reason, count) -> text.append("%,9d %s%n".formatted(count, reason)));
        return text.toString();
    }

    /// The smallest trial found that still shows what a finding shows.
    public Trial reduced(Finding finding) {
        Trial whole = finding.trial();
        return whole.with(Reducer.reduce(whole.program(), program -> differs(whole.with(program))));
    }

    private boolean differs(Trial trial) {
        return !trial.comparesWithItself()
                && trial.obstacle().isEmpty()
                && verified(trial.program())
                        .filter(p -> Comparison.of(trial, p, opponent) instanceof Result.Disagreed)
                        .isPresent();
    }

    /// A trial in the form of cases.
    static String print(Trial trial) {
        return new VerifyCase(trial.program(), Privilege.PRIVILEGED, Optional.empty()).print();
    }
}
