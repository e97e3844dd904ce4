package dev.skep.jit.flow;

import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.spec.Kfunc;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The iterators over numbers in a function's frame that need no memory: nobody else sees them, the
/// pointers to their numbers are only compared with NULL and read through until the next one is
/// fetched, and none is asked again once it may have given its last number.
public final class NumberIterators {
    /// What the program does with an iterator.
    public enum Role {
        /// Makes it.
        NEW("bpf_iter_num_new"),
        /// Fetches the next number.
        NEXT("bpf_iter_num_next"),
        /// Ends it.
        DESTROY("bpf_iter_num_destroy"),
        /// Asks whether there was a next number.
        TEST(""),
        /// Reads the number.
        READ("");

        private final String kfunc;

        Role(String kfunc) {
            this.kfunc = kfunc;
        }
    }

    /// What an instruction does.
    ///
    /// @param iterator counted from 0
    public record Use(Role role, int iterator) {}

    private static final long RESULT = 1;
    private static final Range INTS = Range.between(Integer.MIN_VALUE, Integer.MAX_VALUE);

    /// Before a block: which variables may lead to a number, which of them lead to the latest one
    /// for sure, and whether the last number may have been given.
    private record State(long elements, long latest, boolean spent) {
        static final State START = new State(0, 0, false);

        State join(State other) {
            return new State(
                    elements | other.elements, latest & other.latest, spent || other.spent);
        }
    }

    private final FunctionFlow function;
    private final Map<Integer, Use> uses = new TreeMap<>();
    private int count;

    /// Slots of calls with the distance of their iterator from r10.
    private final Map<Integer, Integer> places = new TreeMap<>();

    /// @param closed whether nobody else gets an address of the frame
    NumberIterators(FunctionFlow function, FrameAddresses addresses, boolean closed) {
        this.function = function;
        addresses.forEach(this::visit);
        if (closed) {
            new TreeSet<>(places.values()).forEach(place -> new Walk(place).add());
        }
    }

    private void visit(Insn insn, int slot, int[] registers) {
        if (insn instanceof Insn.CallKfunc call
                && role(call) != null
                && FrameAddresses.known(registers[1])) {
            places.put(slot, registers[1]);
        }
    }

    private Role role(Insn.CallKfunc call) {
        String name = Effects.kfunc(function.program(), call).map(Kfunc::name).orElse("");
        return Arrays.stream(Role.values())
                .filter(r -> !name.isEmpty() && r.kfunc.equals(name))
                .findFirst()
                .orElse(null);
    }

    /// How many there are.
    public int count() {
        return count;
    }

    /// What the instruction at `slot` does with one of them; `null` if it has nothing to do with
    /// any.
    public Use at(int slot) {
        return uses.get(slot);
    }

    /// Which numbers it gives, as a load reads them.
    Range numbers(int iterator, Ranges ranges, boolean signed) {
        Range all = null;
        for (Map.Entry<Integer, Use> use : uses.entrySet()) {
            if (use.getValue().equals(new Use(Role.NEW, iterator))) {
                Range first = ranges.use(use.getKey(), 1);
                Range end = ranges.use(use.getKey(), 2);
                boolean plain = first.fitsBoth() && end.fitsBoth() && first.low() < end.high();
                if (!plain) {
                    return signed ? INTS : Range.WORD;
                }
                Range given = Range.between(first.low(), end.high() - 1);
                all = all == null ? given : all.join(given);
            }
        }
        return all == null ? Range.WORD : all;
    }

    /// One iterator's life.
    private final class Walk {
        private final int place;
        private final State[] states = new State[function.blocks().size()];
        private final Map<Integer, Use> found = new TreeMap<>();
        private boolean fits = true;

        Walk(int place) {
            this.place = place;
        }

        void add() {
            Deque<Block> work = new ArrayDeque<>();
            states[0] = State.START;
            work.add(function.blocks().getFirst());
            while (!work.isEmpty()) {
                Block block = work.poll();
                State out = through(block, states[block.number()]);
                for (int which = 0; which < 2; which++) {
                    int to = block.successor(which);
                    if (to >= 0 && arrive(to, after(block, to, out))) {
                        work.add(function.blocks().get(to));
                    }
                }
            }
            if (fits) {
                uses.putAll(found);
                count++;
            }
        }

        private boolean arrive(int block, State state) {
            State joined = states[block] == null ? state : states[block].join(state);
            boolean changed = !joined.equals(states[block]);
            states[block] = joined;
            return changed;
        }

        private State through(Block block, State state) {
            State now = state;
            for (int slot = block.first(); slot <= block.last(); slot++) {
                if (function.isInsn(slot)) {
                    now = step(slot, now);
                }
            }
            return now;
        }

        private State step(int slot, State state) {
            Insn insn = function.insn(slot);
            if (insn instanceof Insn.CallKfunc call && places.getOrDefault(slot, 0) == place) {
                return called(role(call), slot, state);
            }
            for (int used : function.effects(slot).uses()) {
                if ((state.elements >>> used & 1) != 0) {
                    use(insn, slot, (state.latest >>> used & 1) != 0);
                }
            }
            int def = function.effects(slot).def();
            if (def < 0) {
                return state;
            }
            long kept = ~(1L << def);
            boolean copies = Origins.copies(function, slot);
            int from = copies ? function.effects(slot).uses()[0] : 0;
            long element = copies ? (state.elements >>> from & 1) << def : 0;
            long latest = copies ? (state.latest >>> from & 1) << def : 0;
            return new State(
                    state.elements & kept | element, state.latest & kept | latest, state.spent);
        }

        private State called(Role role, int slot, State state) {
            found.put(slot, new Use(role, count));
            if (role == Role.NEXT) {
                fits &= !state.spent;
                return new State(state.elements | RESULT, RESULT, true);
            }
            return new State(state.elements & ~RESULT, 0, false);
        }

        /// A use of a pointer to a number.
        private void use(Insn insn, int slot, boolean latest) {
            if (Origins.copies(function, slot)) {
                return;
            }
            Role role =
                    tests(insn)
                            ? Role.TEST
                            : insn instanceof Insn.Load load
                                            && load.offset() == 0
                                            && load.size() == MemorySize.W
                                            && function.slotVariable(slot) < 0
                                    ? Role.READ
                                    : null;
            fits &= latest && role != null;
            found.put(slot, new Use(role, count));
        }

        private static boolean tests(Insn insn) {
            return insn instanceof Insn.Branch branch
                    && branch.width() == Width.W64
                    && branch.src() instanceof Operand.Immediate(int value)
                    && value == 0
                    && (branch.condition() == Condition.EQ || branch.condition() == Condition.NE);
        }

        /// Where the number is there, it was not behind the last one.
        private State after(Block block, int to, State out) {
            Use last = found.get(block.last());
            if (last == null
                    || last.role() != Role.TEST
                    || block.next() == block.target()
                    || !(function.insn(block.last()) instanceof Insn.Branch branch)) {
                return out;
            }
            boolean jumps = block.target() == to;
            boolean there = jumps == (branch.condition() == Condition.NE);
            return there ? new State(out.elements, out.latest, false) : out;
        }
    }
}
