package dev.skep.hook;

import dev.skep.diag.Diagnostic;
import dev.skep.packet.Copy;
import dev.skep.packet.Redirect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts what happens in a run. Counting a packet takes no memory, unless it goes to a place that
/// none went to before, or to all interfaces of a map.
final class Tally {
    private static final class Count {
        private long value;
    }

    private final Counts verdicts = new Counts();
    private final Map<Redirect, Count> redirects = new HashMap<>();
    private final Map<String, Long> others = new TreeMap<>();
    private Redirect last;
    private Count ofLast;
    private long packets;
    private long bytes;
    private long passed;
    private long returned;
    private long nanos;
    private long traps;
    private Diagnostic firstTrap;

    long packets() {
        return packets;
    }

    /// Counts what `hook` made of its last packet, which came with `length` bytes.
    void packet(PacketHook hook, int length) {
        packets++;
        bytes += length;
        verdicts.count(hook.kind());
        switch (hook.fate()) {
            case ENDED -> {}
            case PASSED -> passed++;
            case RETURNED -> returned++;
            case REDIRECTED -> redirected(hook.redirect().orElse(null));
        }
        List<Copy> copies = hook.copies();
        for (int i = 0; i < copies.size(); i++) {
            redirected(copies.get(i).target());
        }
    }

    void trap(Diagnostic diagnostic, int length) {
        packets++;
        bytes += length;
        traps++;
        if (firstTrap == null) {
            firstTrap = diagnostic;
        }
    }

    void time(long nanos) {
        this.nanos += nanos;
    }

    PacketSummary summary(PacketHook hook) {
        Map<String, Long> names = new TreeMap<>();
        verdicts.addTo(names, hook::kindName);
        Map<String, Long> exits = new TreeMap<>(others);
        add(exits, new Exit.Passed(), passed);
        add(exits, new Exit.Returned(), returned);
        redirects.forEach((to, count) -> add(exits, new Exit.Redirected(to), count.value));
        return new PacketSummary(
                packets, bytes, names, exits, traps, Optional.ofNullable(firstTrap), nanos);
    }

    private void redirected(Redirect target) {
        if (target == null) {
            return;
        }
        if (target instanceof Redirect.ToAll) {
            // Which interfaces that are may have changed since the last packet.
            for (Exit exit : Exit.of(Fate.REDIRECTED, Optional.of(target))) {
                add(others, exit, 1);
            }
            return;
        }
        if (target != last) {
            last = target;
            ofLast = redirects.computeIfAbsent(target, _ -> new Count());
        }
        ofLast.value++;
    }

    private static void add(Map<String, Long> exits, Exit exit, long count) {
        if (count > 0) {
            exits.merge(exit.label(), count, Long::sum);
        }
    }
}
