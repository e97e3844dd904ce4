package dev.skep.lab.bench;

import dev.skep.linux.KernelVerifier;
import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Measures the verifier beside the running kernel's, in turns, on the same programs.
///
///     java ... dev.skep.lab.bench.VerifierBench [rounds=N] [seconds=N] [only=TEXT] [cold=N]
///         [skep=COMMAND] [csv=FILE] [examples=FOLDER]
///
/// `rounds` and `seconds` bound the rounds for each row, `only` picks the rows whose names contain
/// it. With `cold` each is verified in that many fresh virtual machines too, and with `skep` as
/// well by that command, which uses an ahead-of-time cache.
public final class VerifierBench {
    private final Map<String, String> settings = new TreeMap<>();

    private VerifierBench(String[] arguments) {
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            settings.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
    }

    /// Runs it.
    public static void main(String[] arguments) throws IOException {
        new VerifierBench(arguments).run();
    }

    private String setting(String name, String otherwise) {
        return settings.getOrDefault(name, otherwise);
    }

    private void run() throws IOException {
        int cold = Integer.parseInt(setting("cold", "0"));
        List<String> csv = new ArrayList<>(List.of(Measurement.CSV + "\n"));
        try (KernelVerifier kernel = KernelVerifier.open()) {
            VerifierOptions options =
                    VerifierOptions.standard().withCpus(Runtime.getRuntime().availableProcessors());
            Duel duel =
                    new Duel(
                            kernel,
                            options,
                            Integer.parseInt(setting("rounds", "15")),
                            Double.parseDouble(setting("seconds", "8")));
            List<Subject> subjects = Subject.all(kernel, Path.of(setting("examples", "examples")));
            duel.warmUp(subjects.stream().filter(Subject::isSmall).toList());
            System.out.print(Measurement.HEAD);
            for (Subject subject : subjects) {
                if (subject.name().contains(setting("only", ""))) {
                    Measurement warm = duel.measure(subject);
                    Measurement all = cold > 0 ? cold(subject, warm, cold) : warm;
                    System.out.print(all.row());
                    csv.add(all.csv());
                }
            }
        }
        if (settings.containsKey("csv")) {
            Files.writeString(Path.of(settings.get("csv")), String.join("", csv));
        }
    }

    private Measurement cold(Subject subject, Measurement warm, int times) throws IOException {
        double plain = ColdStart.plain(times).micros(subject);
        double cached =
                settings.containsKey("skep")
                        ? new ColdStart(List.of(settings.get("skep")), times).micros(subject)
                        : -1;
        return warm.withCold(plain, cached);
    }
}
