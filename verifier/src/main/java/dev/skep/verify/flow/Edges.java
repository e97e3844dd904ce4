package dev.skep.verify.flow;

import dev.skep.isa.Insn;
import java.util.Arrays;

/// Which instruction may run after which within a function, to be followed both ways. A call goes
/// on behind itself.
public final class Edges {
    /// No slot.
    public static final int NONE = -1;

    private final int[] following;
    private final int[] target;
    private final int[] preceding;
    private final int[] firstSource;
    private final int[] sources;

    private Edges(Listing listing) {
        int size = listing.size();
        this.following = new int[size];
        this.target = new int[size];
        this.preceding = new int[size];
        this.firstSource = new int[size + 1];
        Arrays.fill(preceding, NONE);
        for (int slot = 0; slot < size; slot++) {
            join(listing, slot);
        }
        for (int slot = 0; slot < size; slot++) {
            firstSource[slot + 1] += firstSource[slot];
        }
        this.sources = new int[firstSource[size]];
        for (int slot = size - 1; slot >= 0; slot--) {
            if (target[slot] != NONE) {
                sources[--firstSource[target[slot] + 1]] = slot;
            }
        }
        // Filling has moved each start into the place before its own.
        System.arraycopy(firstSource, 1, firstSource, 0, size);
        firstSource[size] = sources.length;
    }

    /// The edges of a program all of whose jumps lead into it.
    public static Edges of(Listing listing) {
        return new Edges(listing);
    }

    /// Counts, for now, the jumps to each slot in the place behind it.
    private void join(Listing listing, int slot) {
        Insn insn = listing.at(slot);
        following[slot] = NONE;
        target[slot] = NONE;
        if (insn == null) {
            return;
        }
        int next = slot + insn.slots();
        boolean falls = !(insn instanceof Insn.Exit) && !(insn instanceof Insn.Goto);
        if (falls && next < listing.size()) {
            following[slot] = next;
            preceding[next] = slot;
        }
        int jump = ControlFlow.jumpTarget(insn);
        if (jump != ControlFlow.NO_TARGET) {
            target[slot] = jump;
            firstSource[jump + 1]++;
        }
    }

    /// The instruction behind that at `slot`, if it can go on there, else [#NONE].
    public int following(int slot) {
        return following[slot];
    }

    /// The instruction that the one at `slot` jumps to, or [#NONE].
    public int target(int slot) {
        return target[slot];
    }

    /// Adds every instruction that leads to `slot`.
    public void addSources(int slot, Backlog backlog) {
        if (preceding[slot] != NONE) {
            backlog.add(preceding[slot]);
        }
        for (int i = firstSource[slot]; i < firstSource[slot + 1]; i++) {
            backlog.add(sources[i]);
        }
    }
}
