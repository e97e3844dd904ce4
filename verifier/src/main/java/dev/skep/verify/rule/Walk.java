package dev.skep.verify.rule;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Privilege;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.VerifierOptions;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.History;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.MapObject;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.State;
import dev.skep.verify.flow.ControlFlow;
import dev.skep.verify.flow.Functions;
import dev.skep.verify.flow.Listing;
import dev.skep.verify.flow.LiveRegisters;
import dev.skep.verify.flow.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The walk over the paths of a program, as the rules see it: the current state, the instruction at
/// hand, and the ways to branch, to remember and to refuse.
public abstract class Walk {
    /// The kernel's bound on offsets that are added to pointers.
    static final int MOST_OFFSET = 1 << 29;

    private final Listing listing;
    private final Functions functions;
    private final ControlFlow flow;
    private final LiveRegisters live;
    private final VerifierOptions options;
    private final List<MapObject> maps = new ArrayList<>();
    private final boolean privileged;
    private KernelTypes kernelTypes;
    private State state;
    private int ids;

    /// A walk over a program.
    protected Walk(
            Listing listing,
            Functions functions,
            ControlFlow flow,
            LiveRegisters live,
            VerifierOptions options) {
        this.listing = listing;
        this.functions = functions;
        this.flow = flow;
        this.live = live;
        this.options = options;
        this.privileged = options.privilege() == Privilege.PRIVILEGED;
        List<dev.skep.program.MapDefinition> definitions = listing.program().maps();
        for (int i = 0; i < definitions.size(); i++) {
            maps.add(new MapObject(i, definitions.get(i)));
        }
    }

    /// Adds a path to be walked later: the current state, going on at `slot`.
    protected abstract State fork(int slot);

    /// Adds a path that starts with an empty stack of calls.
    protected abstract State forkAsynchronous(int subprogram, boolean sleepable);

    /// The exact value of a number decided something: remembers that for all states on the way
    /// here.
    protected abstract void markPrecise(int register);

    /// The same for a number on the stack.
    protected abstract void markPrecise(int frame, int slot);

    /// Notes something about the instruction at hand in the history of the path.
    protected abstract void note(int stackAccess, long links);

    /// The checkpoint of an earlier round of the loop that the current path is in, at `slot`.
    protected abstract Optional<State> earlierRound(State from, int slot);

    /// Forgets the values of numbers that differ from `old` and whose exact values did not matter.
    protected abstract void widen(State old, State current);

    /// Notes that the stack was read or written, for the analysis of what is alive.
    protected abstract void touched(int frame, int slot, boolean whole, boolean write);

    /// Notes how much of its stack a function uses.
    protected abstract void usesStack(Frame frame, int bytes);

    /// Remembers through which pointer the instruction at hand accesses memory.
    protected abstract void usesPointer(Register pointer);

    /// Remembers which map the call at hand uses.
    protected abstract void usesMap(Register map);

    /// Remembers that the branch at hand jumps, or falls through.
    protected abstract void goes(boolean jumps);

    /// Learns that the call at hand may hand NULL to a function that does not expect it.
    protected abstract void handsNull();

    /// Checks global function `subprogram` on its own later.
    protected abstract void require(int subprogram);

    /// The instructions.
    public final Listing listing() {
        return listing;
    }

    /// The functions.
    public final Functions functions() {
        return functions;
    }

    /// Which registers are still read.
    public final LiveRegisters live() {
        return live;
    }

    /// The control flow.
    public final ControlFlow flow() {
        return flow;
    }

    /// The options.
    public final VerifierOptions options() {
        return options;
    }

    /// The program.
    public final Program program() {
        return listing.program();
    }

    /// The program's type.
    public final ProgramType type() {
        return listing.program().type();
    }

    /// The expected attach type.
    public final AttachType attach() {
        return AttachType.byId(program().attachType()).orElse(AttachType.CGROUP_INET_INGRESS);
    }

    /// The kernel's types, where they are known.
    public final Optional<Btf> kernel() {
        return options.kernel();
    }

    /// The kernel's types, for rules that cannot do without them.
    ///
    /// @throws Refusal if they are not known
    final KernelTypes kernelTypes() {
        if (kernelTypes == null) {
            kernelTypes =
                    new KernelTypes(
                            kernel().orElseThrow(() -> undecided("the types of the kernel")));
        }
        return kernelTypes;
    }

    /// Whether the loader has all capabilities.
    public final boolean privileged() {
        return privileged;
    }

    /// A map of the program.
    public final MapObject map(int index) {
        return maps.get(index);
    }

    /// How many maps the program has.
    public final int maps() {
        return maps.size();
    }

    /// The current state.
    public final State state() {
        return state;
    }

    /// Goes on with another state.
    protected final void setState(State state) {
        this.state = state;
    }

    /// The current frame.
    public final Frame frame() {
        return state.frame();
    }

    /// The index of the instruction at hand.
    public final int slot() {
        return state.slot();
    }

    /// The instruction at hand.
    public final Insn insn() {
        return listing.at(state.slot());
    }

    /// An id that no value has yet.
    public final int newId() {
        return ++ids;
    }

    /// A register that is read.
    public final Register read(int number) {
        Register register = state.get(number);
        if (register.kind() == Kind.UNWRITTEN) {
            throw refuse(
                    VerifierCode.UNWRITTEN_REGISTER,
                    "r%d is read, but nothing was written to it on this path".formatted(number),
                    "R%d !read_ok".formatted(number),
                    number);
        }
        return register;
    }

    /// An operand that is read.
    public final Register read(Operand operand) {
        return switch (operand) {
            case Operand.Register register -> read(register.number());
            case Operand.Immediate immediate -> Register.number(Scalar.of(immediate.value()));
        };
    }

    /// Refuses to write the frame pointer.
    public final void checkWritable(int number) {
        if (number == 10) {
            throw refuse(
                    VerifierCode.FRAME_POINTER,
                    "r10 is the frame pointer, which programs cannot change",
                    "frame pointer is read only");
        }
    }

    /// Writes a register.
    public final void write(int number, Register value) {
        checkWritable(number);
        state.set(number, value);
    }

    /// Any number.
    public final Register unknown() {
        return privileged ? Register.UNKNOWN : Register.UNKNOWN_PRECISE;
    }

    /// Whether a register holds something that the loader may not see.
    public final boolean secret(Register register) {
        return !privileged && register.isPointer();
    }

    /// Gives a number an id before it is copied, so that what is learned of one copy is learned of
    /// all; the register that the copy is made of.
    public final Register linked(Register register) {
        if (register.kind() != Kind.SCALAR) {
            return register;
        }
        Register result = register;
        if (result.isDistant()) {
            result = result.unlinked();
        }
        if (result.id() == 0 && !result.scalar().isConstant()) {
            result = result.withId(newId());
        }
        return result;
    }

    /// The same for a register of the current frame, which keeps the id.
    public final Register link(int number) {
        Register linked = linked(state.get(number));
        state.set(number, linked);
        return linked;
    }

    /// Notes that the instruction fills a register from a slot of the stack, or spills one to it.
    public final void noteStack(int frame, int slot) {
        note(frame << 8 | slot, History.NO_LINKS);
    }

    /// Changes every register and every spilled register of `state`.
    public static void eachRegister(State state, UnaryOperator<Register> change) {
        for (int f = 0; f <= state.depth(); f++) {
            Frame frame = state.frame(f);
            for (int r = 0; r < 10; r++) {
                Register old = frame.get(r);
                Register changed = change.apply(old);
                if (changed != old) {
                    frame.set(r, changed);
                }
            }
            for (int s = 0; s < frame.slots(); s++) {
                var slot = frame.slot(s);
                if (slot.isSpill()) {
                    Register changed = change.apply(slot.spilled());
                    if (changed != slot.spilled()) {
                        frame.setSlot(s, slot.with(changed));
                    }
                }
            }
        }
    }

    /// A refusal of the instruction at hand.
    ///
    /// @param kernel the kernel's wording
    /// @param registers those that it is about
    public final Refusal refuse(
            VerifierCode code, String message, String kernel, int... registers) {
        return explain(listing.refuse(code, state.slot(), message, kernel), registers);
    }

    /// Adds to a refusal what is known of `registers` and the way that led here.
    protected abstract Refusal explain(Refusal refusal, int... registers);

    /// The admission that the instruction at hand needs something that is not modelled.
    public final Refusal undecided(String construct) {
        return new Refusal(
                Diagnostic.of(
                                VerifierCode.UNDECIDED,
                                "the verdict depends on %s, which is not modelled yet"
                                        .formatted(construct))
                        .at(listing.place(state.slot()))
                        .fix(VerifierCode.UNDECIDED.remedy()),
                construct);
    }
}
