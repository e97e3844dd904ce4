package dev.skep.lab.bench.program;

import dev.skep.lab.bench.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Rounds in which every entrant has its turn: its empty program, then its program.
final class Rounds {
    private static final int LOOKED_AT = 5;

    private final List<Entrant> entrants;
    private final Effort effort;
    private final Map<Kind, WarmUp> empties = new EnumMap<>(Kind.class);
    private final Map<Kind, WarmUp> programs = new EnumMap<>(Kind.class);
    private long wall;
    private long cpu;

    Rounds(List<Entrant> entrants, Effort effort) {
        this.entrants = List.copyOf(entrants);
        this.effort = effort;
    }

    /// A turn of an entrant, in nanoseconds a run.
    private record Turn(double net, double call) {}

    /// Warms up and measures.
    ///
    /// @return what came out for each entrant
    Map<Kind, Lane> measure() throws IOException {
        for (Entrant entrant : entrants) {
            empties.put(entrant.kind(), WarmUp.of(entrant.kind(), entrant.empty(), effort));
            programs.put(entrant.kind(), WarmUp.of(entrant.kind(), entrant.program(), effort));
        }
        WarmUp.End end = settle();
        wall = 0;
        cpu = 0;
        List<Map<Kind, Turn>> rounds = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++) {
            rounds.add(round(entrants));
        }
        Map<Kind, Lane> lanes = new EnumMap<>(Kind.class);
        for (Entrant entrant : entrants) {
            Kind kind = entrant.kind();
            WarmUp warmUp = programs.get(kind);
            lanes.put(
                    kind,
                    new Lane.Times(
                            Sample.of(rounds.stream().mapToDouble(r -> r.get(kind).net)),
                            Sample.of(rounds.stream().mapToDouble(r -> r.get(kind).call)),
                            kind.inJvm() ? warmUp.followedBy(end) : warmUp));
        }
        return lanes;
    }

    /// How busy the machine was in the measured rounds.
    Load load() {
        return Load.of(wall, cpu);
    }

    /// Takes turns that do not count. Each was warmed up alone; that they alternate is news to this
    /// JVM's compiler, which may have left out what it had not seen, and starts again.
    private WarmUp.End settle() throws IOException {
        List<Entrant> inJvm = entrants.stream().filter(e -> e.kind().inJvm()).toList();
        if (inJvm.isEmpty()) {
            return WarmUp.End.STEADY;
        }
        List<Map<Kind, Turn>> last = new ArrayList<>();
        long compiled = -1;
        while (cpu < effort.mostWarmUp().toNanos()) {
            last.add(round(inJvm));
            if (WarmUp.compiled() != compiled) {
                compiled = WarmUp.compiled();
                last.clear();
            }
            if (last.size() > LOOKED_AT) {
                last.removeFirst();
            }
            if (last.size() == LOOKED_AT && steady(inJvm, last)) {
                return WarmUp.End.STEADY;
            }
        }
        return WarmUp.End.TIME_IS_UP;
    }

    private static boolean steady(List<Entrant> entrants, List<Map<Kind, Turn>> rounds) {
        return entrants.stream()
                .map(Entrant::kind)
                .allMatch(
                        kind ->
                                WarmUp.steady(
                                        rounds.stream()
                                                .map(round -> round.get(kind))
                                                .map(turn -> turn.net + turn.call)
                                                .toList()));
    }

    private Map<Kind, Turn> round(List<Entrant> takingPart) throws IOException {
        Map<Kind, Turn> round = new EnumMap<>(Kind.class);
        for (Entrant entrant : takingPart) {
            int calls = empties.get(entrant.kind()).times();
            int runs = programs.get(entrant.kind()).times();
            long start = System.nanoTime();
            long empty = entrant.empty().nanos(calls);
            long program = entrant.program().nanos(runs);
            // Others are not only kept waiting by the machine: the kernel waits for itself, and a
            // process has to be woken.
            if (entrant.kind().inJvm()) {
                wall += System.nanoTime() - start;
                cpu += empty + program;
            }
            double call = (double) empty / calls;
            round.put(entrant.kind(), new Turn((double) program / runs - call, call));
        }
        return round;
    }
}
