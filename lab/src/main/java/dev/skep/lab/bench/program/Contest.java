package dev.skep.lab.bench.program;

import dev.skep.lab.bench.Sample;
import dev.skep.lab.bench.program.Runner.Session;
import dev.skep.lab.bench.program.Runner.Start;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Measures every runner on one benchmark: agree, warm up, then take turns.
final class Contest {
    private final List<Runner> runners;
    private final Effort effort;

    Contest(List<Runner> runners, Effort effort) {
        this.runners = List.copyOf(runners);
        this.effort = effort;
    }

    /// A runner with both of its programs ready.
    private record Entrant(Kind kind, Session program, Session empty, List<double[]> rounds) {}

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
            return measure(benchmark, lanes, entrants);
        } finally {
            for (Entrant entrant : entrants) {
                entrant.program.close();
                entrant.empty.close();
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
                            entrants.add(
                                    new Entrant(runner.kind(), program, empty, new ArrayList<>()));
                }
            }
        }
    }

    private static void weedOut(Benchmark benchmark, Map<Kind, Lane> lanes, List<Entrant> entrants)
            throws IOException {
        Map<Kind, Session> sessions = new EnumMap<>(Kind.class);
        entrants.forEach(entrant -> sessions.put(entrant.kind, entrant.program));
        Map<Kind, String> differences = Agreement.differences(benchmark, sessions);
        for (Entrant entrant : List.copyOf(entrants)) {
            if (differences.containsKey(entrant.kind)) {
                lanes.put(entrant.kind, new Lane.Wrong(differences.get(entrant.kind)));
                entrants.remove(entrant);
                entrant.program.close();
                entrant.empty.close();
            }
        }
    }

    private Outcome measure(Benchmark benchmark, Map<Kind, Lane> lanes, List<Entrant> entrants)
            throws IOException {
        Map<Kind, WarmUp> programs = new EnumMap<>(Kind.class);
        Map<Kind, WarmUp> empties = new EnumMap<>(Kind.class);
        for (Entrant entrant : entrants) {
            empties.put(entrant.kind, WarmUp.of(entrant.kind, entrant.empty, effort));
            programs.put(entrant.kind, WarmUp.of(entrant.kind, entrant.program, effort));
        }
        long wall = 0;
        long cpu = 0;
        for (int round = 0; round < effort.rounds(); round++) {
            for (Entrant entrant : entrants) {
                int calls = empties.get(entrant.kind).times();
                int runs = programs.get(entrant.kind).times();
                long start = System.nanoTime();
                long empty = entrant.empty.nanos(calls);
                long program = entrant.program.nanos(runs);
                // Others are not only kept waiting by the machine: the kernel waits for itself, and
                // a process has to be woken.
                if (entrant.kind.inJvm()) {
                    wall += System.nanoTime() - start;
                    cpu += empty + program;
                }
                double call = (double) empty / calls;
                entrant.rounds.add(new double[] {(double) program / runs - call, call});
            }
        }
        for (Entrant entrant : entrants) {
            lanes.put(
                    entrant.kind,
                    new Lane.Times(
                            sample(entrant, 0), sample(entrant, 1), programs.get(entrant.kind)));
        }
        return new Outcome(benchmark.name(), benchmark.title(), lanes, Load.of(wall, cpu));
    }

    private static Sample sample(Entrant entrant, int column) {
        return Sample.of(
                IntStream.range(0, entrant.rounds.size())
                        .mapToDouble(round -> entrant.rounds.get(round)[column]));
    }
}
