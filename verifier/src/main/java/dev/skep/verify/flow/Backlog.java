package dev.skep.verify.flow;

import java.util.BitSet;

/// The instructions that an analysis against the flow has yet to look at, in rounds from the last
/// to the first.
public final class Backlog {
    private final int start;
    private final int end;
    private final BitSet open = new BitSet();
    private int size;
    private int highest = -1;
    private int position = -1;

    /// For the slots from `start` up to but without `end`.
    public Backlog(int start, int end) {
        this.start = start;
        this.end = end;
    }

    /// Adds an instruction, if it is not there yet. One behind the instruction taken last waits for
    /// the next round; one outside the range is left out.
    public void add(int slot) {
        int at = slot - start;
        if (at >= 0 && slot < end && !open.get(at)) {
            open.set(at);
            size++;
            highest = Math.max(highest, at);
        }
    }

    /// Takes the next instruction; [Edges#NONE] when there is none.
    public int take() {
        if (size == 0) {
            highest = -1;
            position = -1;
            return Edges.NONE;
        }
        int found = position < 0 ? -1 : open.previousSetBit(position);
        if (found < 0) {
            found = open.previousSetBit(highest);
            highest = -1;
        }
        open.clear(found);
        size--;
        position = found - 1;
        return start + found;
    }
}
