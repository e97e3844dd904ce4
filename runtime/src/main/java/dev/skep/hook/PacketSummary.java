package dev.skep.hook;

import dev.skep.diag.Diagnostic;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What happened in a run.
///
/// @param packets how many packets the program saw, all rounds together
/// @param bytes how long they were together
/// @param verdicts how often it returned what, by name: `XDP_PASS`. A socket filter's verdicts are
///   `dropped`, `kept` and `kept in part`
/// @param exits how many packets left where, copies included, by [Exit#label]; the others ended
///   here
/// @param traps how many runs did what they must not; those have no verdict
/// @param firstTrap what was wrong the first time
/// @param nanos the time that rounds took: fetching packets, the program, counting; without writing
///   captures
public record PacketSummary(
        long packets,
        long bytes,
        Map<String, Long> verdicts,
        Map<String, Long> exits,
        long traps,
        Optional<Diagnostic> firstTrap,
        long nanos) {
    private static final double NANOS_PER_SECOND = 1e9;

    /// Copies the counts, in order of name.
    public PacketSummary {
        verdicts = Collections.unmodifiableMap(new TreeMap<>(verdicts));
        exits = Collections.unmodifiableMap(new TreeMap<>(exits));
    }

    /// How fast the program went; 0 if it saw nothing.
    public double packetsPerSecond() {
        return nanos == 0 ? 0 : packets * NANOS_PER_SECOND / nanos;
    }
}
