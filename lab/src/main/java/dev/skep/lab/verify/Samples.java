package dev.skep.lab.verify;

import dev.skep.isa.Insn;
import dev.skep.program.Program;
import dev.skep.verify.StateObserver.StateView;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import dev.skep.verify.flow.Edges;
import dev.skep.verify.flow.Listing;
import dev.skep.verify.flow.LiveRegisters;
import dev.skep.vm.Execution;
import dev.skep.vm.Tracer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What registers held while a program ran, to be compared with what the verifier thought possible.
final class Samples implements Tracer {
    private static final int REGISTERS = 10;
    private static final int MOST_PER_SLOT = 64;

    private record Sample(int depth, List<Long> registers) {}

    private final Map<Integer, List<Sample>> samples = new HashMap<>();
    private Sample last;

    /// A new run starts.
    void restart() {
        last = null;
    }

    /// What the registers hold after an instruction is what they hold before the next.
    @Override
    public void executed(Execution run, int slot, Insn insn, int changed) {
        if (last != null) {
            List<Sample> here = samples.computeIfAbsent(slot, _ -> new ArrayList<>());
            if (here.size() < MOST_PER_SLOT) {
                here.add(last);
            }
        }
        if (insn instanceof Insn.Exit && (last == null || last.depth() == 0)) {
            // The run ends; the next is a packet's or a timer's.
            last = null;
            return;
        }
        List<Long> registers = new ArrayList<>(REGISTERS);
        for (int i = 0; i < REGISTERS; i++) {
            registers.add(run.register(i));
        }
        last = new Sample(run.depth(), registers);
    }

    /// A sample that no state of the verifier allows, in words; empty if there is none.
    Optional<String> uncovered(Program program) {
        Listing listing = new Listing(program);
        LiveRegisters live = LiveRegisters.of(listing, Edges.of(listing));
        Verifier.verify(
                program,
                VerifierOptions.standard()
                        .withObserver((slot, state) -> cover(slot, state, live.before(slot))));
        return samples.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .findFirst()
                .map(e -> "insn " + e.getKey() + ": no state allows " + e.getValue().getFirst());
    }

    /// Drops the samples that `state` allows, as far as registers matter: one bit in `live` each.
    private void cover(int slot, StateView state, int live) {
        List<Sample> here = samples.getOrDefault(slot, List.of());
        for (Iterator<Sample> each = here.iterator(); each.hasNext(); ) {
            if (allows(state, each.next(), live)) {
                each.remove();
            }
        }
    }

    /// Global functions are verified as if nobody called them, so that states may be less deep.
    private static boolean allows(StateView state, Sample sample, int live) {
        if (state.depth() > sample.depth()) {
            return false;
        }
        for (int i = 0; i < REGISTERS; i++) {
            boolean matters = (live >> i & 1) != 0;
            if (matters && !state.allows(i, sample.registers().get(i))) {
                return false;
            }
        }
        return true;
    }
}
