package dev.skep.verify.path;

import dev.skep.verify.domain.State;
import dev.skep.verify.flow.Components;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Loops whose rounds were found to repeat. What matters in a loop is known only when all paths
/// through it were walked: until then its states are compared in every detail, and then what
/// matters is carried around the loop until nothing changes.
final class Cycles {
    private static final int MOST_ROUNDS = 64;

    /// A cycle of instructions, in the function reached by these calls.
    private record Key(List<Integer> callSites, int component) {}

    /// One stay in a cycle: the first state in it, and the states that came round.
    private static final class Visit {
        private State entry;
        private final List<State> rounds = new ArrayList<>();
    }

    private final Components components;
    private final Precision precision;
    private final Map<Key, Visit> visits = new HashMap<>();

    Cycles(Components components, Precision precision) {
        this.components = components;
        this.precision = precision;
    }

    private Key key(State state) {
        List<Integer> sites = List.of();
        for (int i = 0; i <= state.depth(); i++) {
            int slot = state.slotOf(i);
            int component = components.at(slot);
            if (component != 0) {
                return new Key(sites, component);
            }
            if (i == state.depth()) {
                return null;
            }
            List<Integer> more = new ArrayList<>(sites);
            more.add(slot);
            sites = more;
        }
        return null;
    }

    /// A state is remembered.
    void enter(State state) {
        Key key = key(state);
        if (key != null) {
            Visit visit = visits.computeIfAbsent(key, _ -> new Visit());
            if (visit.entry == null) {
                visit.entry = state;
            }
        }
    }

    /// `back` came round to `old`.
    void add(State old, State back) {
        Key key = key(old);
        if (key != null) {
            visits.computeIfAbsent(key, _ -> new Visit()).rounds.add(back);
        }
    }

    /// Whether it is not known yet what matters in `state`.
    boolean unsettled(State state) {
        if (visits.isEmpty()) {
            return false;
        }
        Key key = key(state);
        Visit visit = key == null ? null : visits.get(key);
        return visit != null && !visit.rounds.isEmpty();
    }

    /// All paths through `state` are walked.
    void leave(State state) {
        if (visits.isEmpty()) {
            return;
        }
        Key key = key(state);
        Visit visit = key == null ? null : visits.get(key);
        if (visit == null || visit.entry != state) {
            return;
        }
        settle(visit);
        visit.entry = null;
        visit.rounds.clear();
    }

    private void settle(Visit visit) {
        boolean changed = !visit.rounds.isEmpty();
        for (int i = 0; changed; i++) {
            if (i == MOST_ROUNDS) {
                visit.rounds.forEach(Precision::markEverything);
                return;
            }
            changed = false;
            for (State back : visit.rounds) {
                changed |= precision.propagate(back.equal(), back);
            }
        }
    }
}
