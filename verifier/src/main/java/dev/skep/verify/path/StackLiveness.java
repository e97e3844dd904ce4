package dev.skep.verify.path;

import dev.skep.isa.Insn;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.StackSlot;
import dev.skep.verify.domain.State;
import dev.skep.verify.flow.Backlog;
import dev.skep.verify.flow.ControlFlow;
import dev.skep.verify.flow.Edges;
import dev.skep.verify.flow.Functions;
import dev.skep.verify.flow.Listing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which slots of the stack matter at each instruction: those that some path from it on reads
/// before it overwrites them. What was read and written is noted while paths are walked, for each
/// function and each chain of calls that leads to it; a backward flow over the function tells the
/// rest, from those instructions on at which something new was noted.
final class StackLiveness {
    private final Listing listing;
    private final Edges edges;
    private final Functions functions;
    private final ControlFlow flow;
    private final Map<Integer, Activation> roots = new HashMap<>();
    private final long[] written = new long[State.MOST_FRAMES];
    private Frame currentFrame;
    private Activation current;
    private boolean writing;

    StackLiveness(Listing listing, Edges edges, Functions functions, ControlFlow flow) {
        this.listing = listing;
        this.edges = edges;
        this.functions = functions;
        this.flow = flow;
    }

    /// One function under one chain of calls. Masks have a bit for each slot; the first index is
    /// the frame whose stack is meant.
    private final class Activation {
        private final Activation caller;
        private final int callSite;
        private final int depth;
        private final int start;
        private final int size;
        private final Map<Long, Activation> callees = new HashMap<>();
        private final long[][] reads;
        private final long[][] writes;
        private final Backlog[] backlogs;
        private final List<Activation> staleCallees = new ArrayList<>();
        private final boolean[] seen;
        private final long[][] alive;
        private final long[][] overwritten;
        private boolean stale;
        private boolean shrunk;

        Activation(Activation caller, int callSite, int depth, int subprogram) {
            this.caller = caller;
            this.callSite = callSite;
            this.depth = depth;
            this.start = functions.start(subprogram);
            this.size = functions.end(subprogram) - start;
            this.reads = new long[depth + 1][];
            this.writes = new long[depth + 1][];
            this.alive = new long[depth + 1][];
            this.overwritten = new long[depth + 1][];
            this.backlogs = new Backlog[depth + 1];
            this.seen = new boolean[size];
        }

        Activation callee(int callSite, int subprogram) {
            return callees.computeIfAbsent(
                    (long) callSite << 32 | subprogram,
                    _ -> new Activation(this, callSite, depth + 1, subprogram));
        }

        /// Something new was noted of the instruction `at`.
        void touch(int frame, int at) {
            backlogs[frame].add(start + at);
            for (Activation a = this; a != null && !a.stale; a = a.caller) {
                a.stale = true;
                if (a.caller != null) {
                    a.caller.staleCallees.add(a);
                }
            }
        }

        void allocate(int frame) {
            if (reads[frame] == null) {
                reads[frame] = new long[size];
                writes[frame] = new long[size];
                alive[frame] = new long[size];
                overwritten[frame] = new long[size];
                backlogs[frame] = new Backlog(start, start + size);
            }
        }

        void read(int frame, int at, long mask) {
            if (mask == 0) {
                return;
            }
            allocate(frame);
            if ((reads[frame][at] & mask) != mask) {
                reads[frame][at] |= mask;
                touch(frame, at);
            }
        }

        void write(int at, long[] masks) {
            boolean first = !seen[at];
            seen[at] = true;
            for (int frame = 0; frame <= depth; frame++) {
                if (masks[frame] == 0 && (first || reads[frame] == null)) {
                    continue;
                }
                allocate(frame);
                long old = writes[frame][at];
                long now = first ? masks[frame] : old & masks[frame];
                if (now != old) {
                    writes[frame][at] = now;
                    shrunk |= !first;
                    touch(frame, at);
                }
            }
        }

        /// Brings the masks up to date.
        void update() {
            if (!stale) {
                return;
            }
            staleCallees.forEach(this::absorb);
            staleCallees.clear();
            stale = false;
            for (int frame = 0; frame <= depth; frame++) {
                if (reads[frame] != null) {
                    if (shrunk) {
                        restart(frame);
                    }
                    flowBack(frame);
                }
            }
            shrunk = false;
        }

        /// A call does what the function that it calls does; a helper may not call back at all.
        private void absorb(Activation callee) {
            callee.update();
            int at = callee.callSite - start;
            boolean surely = !flow.callsBack(callee.callSite);
            long[] masks = new long[depth + 1];
            for (int frame = 0; frame <= depth; frame++) {
                if (callee.alive[frame] != null) {
                    read(frame, at, callee.alive[frame][0]);
                    masks[frame] = surely ? callee.overwritten[frame][0] : 0;
                }
            }
            if (surely) {
                seen[at] = false;
                long[] before = new long[depth + 1];
                for (int frame = 0; frame <= depth; frame++) {
                    before[frame] = writes[frame] == null ? 0 : writes[frame][at];
                }
                write(at, masks);
                for (int frame = 0; frame <= depth; frame++) {
                    shrunk |= (before[frame] & ~masks[frame]) != 0;
                    if (before[frame] != 0 && masks[frame] == 0) {
                        writes[frame][at] = 0;
                    }
                }
            }
        }

        /// Forgets what followed from writes that turned out not to be sure.
        private void restart(int frame) {
            Arrays.fill(alive[frame], 0);
            Arrays.fill(overwritten[frame], 0);
            for (int at = 0; at < size; at++) {
                if ((reads[frame][at] | writes[frame][at]) != 0) {
                    backlogs[frame].add(start + at);
                }
            }
        }

        private void flowBack(int frame) {
            Backlog backlog = backlogs[frame];
            for (int slot = backlog.take(); slot != Edges.NONE; slot = backlog.take()) {
                if (flowBack(frame, slot)) {
                    edges.addSources(slot, backlog);
                }
            }
        }

        private boolean flowBack(int frame, int slot) {
            long[] live = alive[frame];
            long[] sure = overwritten[frame];
            int following = edges.following(slot) - start;
            int target = edges.target(slot) - start;
            boolean goesOn = following >= 0 && following < size;
            long after = goesOn ? live[following] : 0;
            long every = goesOn ? sure[following] : -1L;
            if (target >= 0) {
                after |= live[target];
                every &= sure[target];
            }
            int at = slot - start;
            long nowLive = after & ~writes[frame][at] | reads[frame][at];
            long nowSure = (goesOn || target >= 0 ? every : 0) | writes[frame][at];
            boolean changed = nowLive != live[at] || nowSure != sure[at];
            live[at] = nowLive;
            sure[at] = nowSure;
            return changed;
        }
    }

    private Activation activation(State state, int depth) {
        Activation found =
                roots.computeIfAbsent(
                        state.frame(0).subprogram(),
                        number -> new Activation(null, Edges.NONE, 0, number));
        for (int i = 1; i <= depth; i++) {
            Frame frame = state.frame(i);
            found = found.callee(frame.callSite(), frame.subprogram());
        }
        return found;
    }

    private Activation current(State state) {
        if (currentFrame != state.frame()) {
            current = activation(state, state.depth());
            currentFrame = state.frame();
        }
        return current;
    }

    void read(State state, int frame, int slot) {
        Activation activation = current(state);
        activation.read(frame, state.slot() - activation.start, 1L << slot);
    }

    void write(int frame, int slot) {
        written[frame] |= 1L << slot;
    }

    /// The instruction at hand starts: it has written nothing yet.
    void begin(State state, int slot) {
        writing = mayWrite(listing.at(slot));
        if (writing) {
            current(state);
            Arrays.fill(written, 0);
        }
    }

    /// The instruction is done.
    void end(int slot) {
        if (writing) {
            current.write(slot - current.start, written);
        }
    }

    private static boolean mayWrite(Insn insn) {
        return switch (insn) {
            case Insn.Store _,
                    Insn.StoreRelease _,
                    Insn.Atomic _,
                    Insn.CallHelper _,
                    Insn.CallKfunc _ ->
                    true;
            case Insn.Alu _,
                    Insn.Negate _,
                    Insn.SignExtend _,
                    Insn.ByteSwap _,
                    Insn.CastAddressSpace _,
                    Insn.LoadImmediate _,
                    Insn.Load _,
                    Insn.LoadAcquire _,
                    Insn.PacketLoad _,
                    Insn.Goto _,
                    Insn.Branch _,
                    Insn.MayGoto _,
                    Insn.CallSubprogram _,
                    Insn.CallRegister _,
                    Insn.Exit _ ->
                    false;
        };
    }

    /// Removes from a finished state the slots that nobody will read.
    void clean(State state) {
        Activation[] chain = new Activation[state.depth() + 1];
        for (int i = 0; i <= state.depth(); i++) {
            chain[i] = activation(state, i);
            chain[i].update();
        }
        for (int f = 0; f <= state.depth(); f++) {
            Frame frame = state.frame(f);
            long alive = 0;
            for (int i = f; i <= state.depth(); i++) {
                alive |= alive(chain[i], f, state, i);
            }
            for (int s = 0; s < frame.slots(); s++) {
                if ((alive >>> s & 1) == 0) {
                    frame.setSlot(s, StackSlot.EMPTY);
                }
            }
        }
    }

    private long alive(Activation activation, int frame, State state, int level) {
        long[] masks = activation.alive[frame];
        if (masks == null) {
            return 0;
        }
        int at = state.slotOf(level) - activation.start;
        if (level == state.depth()) {
            return masks[at];
        }
        long after = at + 1 < masks.length ? masks[at + 1] : 0;
        return flow.callsBack(state.slotOf(level)) ? after | masks[at] : after;
    }
}
