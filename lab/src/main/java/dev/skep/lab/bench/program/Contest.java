package dev.skep.lab.bench.program;

import dev.skep.lab.bench.program.Runner.Session;
import dev.skep.lab.bench.program.Runner.Start;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Measures every runner on one benchmark: agree, warm up, then take turns.
final class Contest {
    private final List<Runner> runners;
    private final Effort effort;

    Contest(List<Runner> runners, Effort effort) {
        this.runners = List.copyOf(runners);
        this.effort = effort;
    }

    /// Measures.
    ///
    /// @param type of the benchmark's program
    /// @throws IOException if files or processes fail
    Outcome hold(Benchmark benchmark, ProgramType type) throws IOException {
        Map<Kind, Lane> lanes = new EnumMap<>(Kind.class);
        List<Entrant> entrants = new ArrayList<>();
        try {
            for (Runner runner : runners) {
                enter(runner, benchmark, type, lanes, entrants);
            }
            weedOut(benchmark, lanes, entrants);
            Rounds rounds = new Rounds(entrants, effort);
            lanes.putAll(rounds.measure());
            return new Outcome(benchmark.name(), benchmark.title(), lanes, rounds.load());
        } finally {
            for (Entrant entrant : entrants) {
                entrant.close();
            }
        }
    }

    private static void enter(
            Runner runner,
            Benchmark benchmark,
            ProgramType type,
            Map<Kind, Lane> lanes,
            List<Entrant> entrants)
            throws IOException {
        switch (runner.start(benchmark)) {
            case Start.Unavailable(String reason) ->
                    lanes.put(runner.kind(), new Lane.Skipped(reason));
            case Start.Ready(Session program) -> {
                switch (runner.start(Catalogue.empty(type, benchmark))) {
                    case Start.Unavailable(String reason) -> {
                        program.close();
                        lanes.put(runner.kind(), new Lane.Skipped(reason));
                    }
                    case Start.Ready(Session empty) ->
                            entrants.add(new Entrant(runner.kind(), program, empty));
                }
            }
        }
    }

    private static void weedOut(Benchmark benchmark, Map<Kind, Lane> lanes, List<Entrant> entrants)
            throws IOException {
        Map<Kind, Session> sessions = new EnumMap<>(Kind.class);
        entrants.forEach(entrant -> sessions.put(entrant.kind(), entrant.program()));
        Map<Kind, String> differences = Agreement.differences(benchmark, sessions);
        for (Entrant entrant : List.copyOf(entrants)) {
            if (differences.containsKey(entrant.kind())) {
                lanes.put(entrant.kind(), new Lane.Wrong(differences.get(entrant.kind())));
                entrants.remove(entrant);
                entrant.close();
            }
        }
    }
}
