package dev.skep.hook;

import dev.skep.diag.Diagnostic;
import dev.skep.packet.Copy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts what happens in a run.
final class Tally {
    private final Map<String, Long> verdicts = new TreeMap<>();
    private final Map<String, Long> exits = new TreeMap<>();
    private long packets;
    private long bytes;
    private long nanos;
    private long traps;
    private Diagnostic firstTrap;

    long packets() {
        return packets;
    }

    void passage(Passage passage, int length, long nanos) {
        packet(length, nanos);
        verdicts.merge(passage.verdictName(), 1L, Long::sum);
        passage.exits().forEach(this::exit);
        for (Copy copy : passage.copies()) {
            exit(new Exit.Redirected(copy.target()));
        }
    }

    void trap(Diagnostic diagnostic, int length, long nanos) {
        packet(length, nanos);
        traps++;
        if (firstTrap == null) {
            firstTrap = diagnostic;
        }
    }

    PacketSummary summary() {
        return new PacketSummary(
                packets, bytes, verdicts, exits, traps, Optional.ofNullable(firstTrap), nanos);
    }

    private void packet(int length, long nanos) {
        packets++;
        bytes += length;
        this.nanos += nanos;
    }

    private void exit(Exit exit) {
        exits.merge(exit.label(), 1L, Long::sum);
    }
}
