package dev.skep.cli;

import dev.skep.cli.Outcome.Finding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Counts what came of many programs.
final class Tally {
    private final Map<Finding, Integer> programs = new EnumMap<>(Finding.class);
    private final Set<String> objects = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private int unreadable;
    private boolean defect;
    private boolean refused;

    void add(Outcome outcome) {
        objects.add(outcome.subject().object());
        names.add(outcome.subject().program());
        names.add(outcome.subject().section());
        defect |= outcome.diagnostic().filter(d -> d.code() == CliCode.DEFECT).isPresent();
        refused |=
                outcome.kernel()
                        .filter(k -> k.finding() != KernelOpinion.Finding.ACCEPTED)
                        .isPresent();
        if (outcome.subject().program().isEmpty()) {
            unreadable++;
        } else {
            programs.merge(outcome.finding(), 1, Integer::sum);
        }
    }

    /// Whether there was a program or section of that name, or may have been in a file that could
    /// not be read.
    boolean knows(String name) {
        return names.contains(name) || unreadable > 0;
    }

    /// How many there were, unreadable files included.
    int outcomes() {
        return total() + unreadable;
    }

    /// `12 programs in 3 files: 10 accepted, 2 rejected`.
    String summary() {
        List<String> parts = new ArrayList<>();
        programs.forEach(
                (finding, n) -> parts.add(String.format(Locale.ROOT, "%,d ", n) + finding.word()));
        String counted = count(total(), "program") + " in " + count(objects.size(), "file");
        String kinds = parts.isEmpty() ? "" : ": " + String.join(", ", parts);
        String broken = unreadable == 0 ? "" : "; " + count(unreadable, "file") + " not read";
        return counted + kinds + broken;
    }

    /// The worst that happened: a rejection counts most, because it is sure.
    int exitCode() {
        if (programs.containsKey(Finding.REJECTED)) {
            return ExitCode.REJECTED;
        }
        if (defect) {
            return ExitCode.DEFECT;
        }
        if (unreadable > 0 || programs.containsKey(Finding.FAILED)) {
            return ExitCode.INPUT;
        }
        if (refused) {
            return ExitCode.KERNEL;
        }
        return programs.containsKey(Finding.UNDECIDED) ? ExitCode.UNDECIDED : ExitCode.DONE;
    }

    private int total() {
        return programs.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String count(int number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }
}
