package dev.skep.verify.path;

import dev.skep.isa.Insn;
import dev.skep.program.Program;
import dev.skep.verify.StateObserver;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.VerifierOptions;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.History;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.StackSlot;
import dev.skep.verify.domain.State;
import dev.skep.verify.domain.Target;
import dev.skep.verify.flow.Calls;
import dev.skep.verify.flow.Components;
import dev.skep.verify.flow.ControlFlow;
import dev.skep.verify.flow.Edges;
import dev.skep.verify.flow.Functions;
import dev.skep.verify.flow.Listing;
import dev.skep.verify.flow.LiveRegisters;
import dev.skep.verify.flow.Refusal;
import dev.skep.verify.rule.Exceptions;
import dev.skep.verify.rule.GlobalFunctions;
import dev.skep.verify.rule.Walk;
import dev.skep.verify.rule.Words;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;

/// Walks all paths, depth first: the current one to its end, then the newest of those put aside.
public final class Explorer extends Walk {
    private static final int MOST_PROCESSED = 1_000_000;
    private static final int MOST_OPEN = 8192;

    private final Equivalence equivalence;
    private final Precision precision;
    private final Checkpoints checkpoints;
    private final Cycles cycles;
    private final StackLiveness liveness;
    private final Findings findings;
    private final Step step;
    private final Trace trace;
    private final Deque<State> open = new ArrayDeque<>();
    private final Kind[] pointers;
    private final int[] stackDepths;
    private final BitSet required = new BitSet();
    private final BitSet asynchronous = new BitSet();
    private int processed;
    private int jumps;
    private int previous = -1;
    private boolean noted;

    /// A walk over a program.
    public Explorer(
            Listing listing, Functions functions, ControlFlow flow, VerifierOptions options) {
        Edges edges = Edges.of(listing);
        super(listing, functions, flow, LiveRegisters.of(listing, edges), options);
        boolean exact = !privileged() || options.observer() != StateObserver.NONE;
        this.equivalence = new Equivalence(live(), privileged(), exact);
        this.precision = new Precision(listing, functions, flow);
        this.cycles = new Cycles(Components.of(listing, edges), precision);
        this.checkpoints = new Checkpoints(this, equivalence, precision, cycles);
        this.liveness = new StackLiveness(listing, edges, functions, flow);
        this.step = new Step(this);
        this.trace = new Trace(this);
        this.findings = new Findings(listing.size());
        this.pointers = new Kind[listing.size()];
        this.stackDepths = new int[functions.count()];
        if (functions.exceptionCallback() >= 0) {
            required.set(functions.exceptionCallback());
            asynchronous.set(functions.exceptionCallback());
        }
    }

    /// How many instructions were walked.
    public int processed() {
        return processed;
    }

    /// What was found out of each instruction.
    public Findings findings() {
        return findings;
    }

    /// How many jumps were walked.
    int jumps() {
        return jumps;
    }

    /// How many states were remembered, all in all.
    public int states() {
        return checkpoints.total();
    }

    /// The most states that were remembered at once.
    public int peakStates() {
        return checkpoints.peak();
    }

    /// How many bytes of stack a function uses.
    public int stackDepth(int subprogram) {
        return stackDepths[subprogram];
    }

    /// The functions that the kernel calls later.
    public BitSet asynchronous() {
        return asynchronous;
    }

    /// The global functions that were called and are to be verified on their own.
    public BitSet required() {
        return required;
    }

    boolean comparesOften() {
        return (program().flags() & Program.TEST_STATE_FREQUENCY) != 0;
    }

    /// Walks a function that nobody in the program calls: the entry (0), or a global function.
    ///
    /// @throws Refusal if the kernel would not load the program, or that cannot be decided
    public void explore(int subprogram) {
        State state = new State();
        state.push(new Frame(0, Frame.NO_CALLER, subprogram));
        state.setSleepable((program().flags() & Program.SLEEPABLE) != 0);
        int start = functions().start(subprogram);
        state.setSlot(start);
        state.setFirst(start);
        setState(state);
        previous = -1;
        if (subprogram == 0) {
            state.set(1, Register.pointer(Kind.CONTEXT, 0, Target.NONE));
        } else {
            new GlobalFunctions(this).enter(subprogram, state);
        }
        if (subprogram == functions().exceptionCallback()) {
            new Exceptions(this).enter(state.frame());
        }
        while (walkPath()) {
            State next = open.pop();
            setState(next);
            previous = next.last();
        }
    }

    /// Walks the current path to its end; whether another one is left.
    private boolean walkPath() {
        while (true) {
            State state = state();
            int slot = state.slot();
            noted = false;
            if (++processed > MOST_PROCESSED) {
                throw refuse(
                        VerifierCode.COMPLEXITY,
                        "more than a million instructions were walked, over all paths",
                        "BPF program is too large. Processed %d insn".formatted(processed));
            }
            state.setLast(previous);
            if (flow().comparesAt(slot) && checkpoints.covers(state, slot)) {
                trace.covered(slot);
                finish(state);
                return !open.isEmpty();
            }
            if (flow().remembersWayTo(slot)) {
                note(History.NO_STACK_ACCESS, History.NO_LINKS);
            }
            if (options().observer() != StateObserver.NONE) {
                options().observer().before(slot, new View(state));
            }
            trace.before(slot);
            findings.reach(slot);
            previous = slot;
            liveness.begin(state, slot);
            int next = step.walk();
            liveness.end(slot);
            if (isJump(slot)) {
                jumps++;
            }
            if (next == Step.END) {
                finish(state());
                return !open.isEmpty();
            }
            state().setSlot(next);
        }
    }

    private boolean isJump(int slot) {
        return switch (listing().at(slot)) {
            case Insn.Branch _,
                    Insn.Goto _,
                    Insn.MayGoto _,
                    Insn.CallHelper _,
                    Insn.CallSubprogram _,
                    Insn.CallKfunc _,
                    Insn.CallRegister _,
                    Insn.Exit _ ->
                    true;
            case Insn.Alu _,
                    Insn.Negate _,
                    Insn.SignExtend _,
                    Insn.ByteSwap _,
                    Insn.CastAddressSpace _,
                    Insn.LoadImmediate _,
                    Insn.Load _,
                    Insn.Store _,
                    Insn.Atomic _,
                    Insn.LoadAcquire _,
                    Insn.StoreRelease _,
                    Insn.PacketLoad _ ->
                    false;
        };
    }

    /// One path less is open through the checkpoints that this one passed.
    private void finish(State end) {
        State state = end;
        while (state != null) {
            state.setBranches(state.branches() - 1);
            if (state.branches() > 0) {
                return;
            }
            cycles.leave(state);
            state = state.parent();
        }
    }

    @Override
    protected State fork(int slot) {
        State other = state().copy();
        other.setSlot(slot);
        other.setLast(this.state().slot());
        push(other);
        if (other.parent() != null) {
            other.parent().setBranches(other.parent().branches() + 1);
        }
        return other;
    }

    private void push(State other) {
        open.push(other);
        if (open.size() > MOST_OPEN) {
            throw refuse(
                    VerifierCode.JUMP_SEQUENCE,
                    "more than %d paths are open at once".formatted(MOST_OPEN),
                    "The sequence of %d jumps is too complex.".formatted(open.size()));
        }
    }

    @Override
    protected State forkAsynchronous(int subprogram, boolean sleepable) {
        asynchronous.set(subprogram);
        State other = new State();
        other.push(new Frame(0, Frame.NO_CALLER, subprogram));
        other.setSleepable(sleepable);
        int start = functions().start(subprogram);
        other.setSlot(start);
        other.setFirst(start);
        other.setLast(state().slot());
        push(other);
        return other;
    }

    @Override
    protected void markPrecise(int register) {
        if (privileged()) {
            precision.mark(state(), register);
        }
    }

    @Override
    protected void markPrecise(int frame, int slot) {
        if (privileged()) {
            precision.mark(state(), frame, slot);
        }
    }

    @Override
    protected void note(int stackAccess, long links) {
        History history = state().history();
        if (noted) {
            history.amend(stackAccess, links);
        } else {
            history.add(state().slot(), state().last(), stackAccess, links);
            noted = true;
        }
    }

    @Override
    protected Optional<State> earlierRound(State from, int slot) {
        return checkpoints.earlierRound(from, slot);
    }

    @Override
    protected void widen(State old, State current) {
        equivalence.resetIds();
        for (int f = old.depth(); f >= 0; f--) {
            Frame before = old.frame(f);
            Frame now = current.frame(f);
            for (int i = 0; i < 11; i++) {
                now.set(i, widened(before.get(i), now.get(i)));
            }
            int slots = Math.min(before.slots(), now.slots());
            for (int i = 0; i < slots; i++) {
                StackSlot one = before.slot(i);
                StackSlot other = now.slot(i);
                if (one.isSpill() && other.isSpill()) {
                    now.setSlot(i, other.with(widened(one.spilled(), other.spilled())));
                }
            }
        }
    }

    private Register widened(Register before, Register now) {
        boolean numbers = before.kind() == Kind.SCALAR && now.kind() == Kind.SCALAR;
        if (!numbers || before.precise() || now.precise() || equivalence.same(before, now)) {
            return now;
        }
        return unknown();
    }

    @Override
    protected void touched(int frame, int slot, boolean whole, boolean write) {
        if (!write) {
            liveness.read(state(), frame, slot);
        } else if (whole) {
            liveness.write(frame, slot);
        }
    }

    @Override
    protected void usesStack(Frame frame, int bytes) {
        int subprogram = frame.subprogram();
        stackDepths[subprogram] = Math.max(stackDepths[subprogram], bytes);
    }

    @Override
    protected void usesMap(Register map) {
        findings.use(state().slot(), map);
    }

    @Override
    protected void goes(boolean jumps) {
        findings.branch(state().slot(), jumps);
    }

    @Override
    protected void handsNull() {
        findings.handsNull(state().slot());
    }

    @Override
    protected void usesPointer(Register pointer) {
        int slot = state().slot();
        Kind kind = pointer.kind();
        findings.access(slot, pointer);
        Kind earlier = pointers[slot];
        if (earlier == null) {
            pointers[slot] = kind;
        } else if (earlier != kind
                && (isTranslated(kind) || isTranslated(earlier))
                && !(isProbed(kind) && isProbed(earlier))) {
            throw refuse(
                    VerifierCode.MIXED_POINTERS,
                    "the pointer here is of the kind %s on this path and %s on another"
                            .formatted(kind.label(), earlier.label()),
                    "same insn cannot be used with different pointers");
        }
    }

    /// Whether accesses through such pointers may be made to survive faults.
    private static boolean isProbed(Kind kind) {
        return kind == Kind.MEMORY || kind == Kind.BTF;
    }

    /// Whether the kernel rewrites accesses through such pointers.
    private static boolean isTranslated(Kind kind) {
        return kind == Kind.CONTEXT || kind.isSocket() || kind == Kind.BTF || kind == Kind.ARENA;
    }

    @Override
    protected void require(int subprogram) {
        required.set(subprogram);
    }

    boolean isIteratorNext(int slot) {
        return Calls.isIteratorNext(listing().kfuncAt(slot));
    }

    boolean isMayGoto(int slot) {
        return listing().at(slot) instanceof Insn.MayGoto;
    }

    /// Whether the iterator that r1 points to may have more.
    boolean iteratorIsActive(State state) {
        Register pointer = state.get(1);
        if (pointer.kind() != Kind.STACK) {
            return false;
        }
        int offset = (int) (pointer.offset() + pointer.scalar().constant());
        Register iterator =
                state.frame(pointer.frame()).slot((-offset - 1) / StackSlot.SIZE).spilled();
        return iterator.target() instanceof Target.Iteration iteration
                && iteration.progress() == Target.Progress.ACTIVE;
    }

    /// Removes what nobody will read from a state that is finished.
    void clean(State state) {
        liveness.clean(state);
    }

    @Override
    protected Refusal explain(Refusal refusal, int... registers) {
        return new Explanation(this).of(refusal, registers);
    }

    /// What an observer sees.
    private record View(State state) implements StateObserver.StateView {
        @Override
        public int depth() {
            return state.depth();
        }

        @Override
        public boolean allows(int number, long value) {
            Register register = state.get(number);
            Scalar scalar = register.scalar();
            return register.kind() != Kind.SCALAR || scalar.contains(value);
        }

        @Override
        public String print(int number) {
            Register register = state.get(number);
            return register.kind() == Kind.UNWRITTEN ? "" : Words.print(register);
        }
    }
}
