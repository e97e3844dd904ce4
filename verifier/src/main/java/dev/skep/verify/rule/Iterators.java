package dev.skep.verify.rule;

import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.Holdings;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.StackSlot;
import dev.skep.verify.domain.State;
import dev.skep.verify.domain.Target;

/// The open-coded iterator over numbers: created, moved on, destroyed, in this order on every path.
/// Whether it has more is not known, so both ways are walked; a loop ends when a round changes
/// nothing that matters.
final class Iterators {
    private static final String TYPE = "num";
    private static final int SLOTS = 1;

    private final Walk walk;

    Iterators(Walk walk) {
        this.walk = walk;
    }

    /// `bpf_iter_num_new(it, start, end)`.
    void create(int number) {
        Register pointer = stackPointer(number);
        for (int i = 2; i <= 3; i++) {
            if (!walk.read(i).isNumber()) {
                throw walk.refuse(
                        VerifierCode.ARGUMENT_TYPE,
                        "r%d must be a number".formatted(i),
                        "R%d is not a scalar".formatted(i),
                        i);
            }
        }
        Frame frame = walk.state().frame(pointer.frame());
        int slot = slot(number, pointer);
        for (int i = 0; i < SLOTS; i++) {
            int first = frame.slot(slot - i).at(0);
            boolean taken =
                    first == StackSlot.ITERATOR
                            || first == StackSlot.DYNPTR
                            || first == StackSlot.INTERRUPT_FLAGS;
            if (taken) {
                throw walk.refuse(
                        VerifierCode.ITERATOR,
                        "an iterator stands there already",
                        "expected uninitialized iter_num as arg #0",
                        number);
            }
        }
        int id = walk.newId();
        walk.state()
                .setHoldings(
                        walk.state()
                                .holdings()
                                .with(
                                        new Holdings.Held(
                                                Holdings.Type.REFERENCE, id, walk.slot(), null)));
        Register iterator =
                new Register(
                        Kind.ITERATOR,
                        0,
                        0,
                        Scalar.ZERO,
                        0,
                        id,
                        false,
                        new Target.Iteration(TYPE, Target.Progress.ACTIVE, 0));
        frame.setSlot(slot, StackSlot.filled(StackSlot.ITERATOR).with(iterator));
        walk.touched(pointer.frame(), slot, true, true);
        HelperCall.clearCallerSaved(walk);
        walk.state().set(0, walk.unknown().withScalar(Scalar.UNKNOWN));
    }

    private Register stackPointer(int number) {
        Register pointer = walk.read(number);
        if (pointer.kind() != Kind.STACK) {
            throw walk.refuse(
                    VerifierCode.ITERATOR,
                    "an iterator must stand on the stack",
                    "arg#0 expected pointer to an iterator on stack",
                    number);
        }
        if (!pointer.scalar().isConstant()) {
            throw walk.refuse(
                    VerifierCode.ITERATOR,
                    "the place of the iterator is not known",
                    "iter has to be at a constant offset",
                    number);
        }
        return pointer;
    }

    private int slot(int number, Register pointer) {
        int offset = (int) (pointer.offset() + pointer.scalar().constant());
        boolean inside = offset <= -SLOTS * StackSlot.SIZE && offset >= -StackAccess.SIZE;
        if (offset % StackSlot.SIZE != 0 || !inside) {
            throw walk.refuse(
                    VerifierCode.ITERATOR,
                    "an iterator cannot stand at offset %d of the stack".formatted(offset),
                    "cannot pass in iter at an offset=%d".formatted(offset),
                    number);
        }
        int slot = StackAccess.slotAt(offset);
        Frame frame = walk.state().frame(pointer.frame());
        frame.reserve(slot + 1);
        walk.usesStack(frame, (slot + 1) * StackSlot.SIZE);
        return slot;
    }

    private Register existing(int number, Register pointer) {
        int slot = slot(number, pointer);
        StackSlot found = walk.state().frame(pointer.frame()).slot(slot);
        walk.touched(pointer.frame(), slot, false, false);
        if (!found.isAll(StackSlot.ITERATOR)) {
            throw walk.refuse(
                    VerifierCode.ITERATOR,
                    "no iterator stands there",
                    "expected an initialized iter_num as arg #0",
                    number);
        }
        return found.spilled();
    }

    /// `bpf_iter_num_next(it)`: a pointer to the next number, or NULL at the end.
    void next(int number) {
        Register pointer = stackPointer(number);
        Register iterator = existing(number, pointer);
        int slot = slot(number, pointer);
        int frame = pointer.frame();
        int ref = iterator.ref();
        HelperCall.clearCallerSaved(walk);
        Target.Iteration progress = (Target.Iteration) iterator.target();
        if (progress.progress() == Target.Progress.ACTIVE) {
            State current = walk.state();
            var earlier = walk.earlierRound(current.parent(), walk.slot());
            State more = walk.fork(walk.slot() + 1);
            put(
                    more.frame(frame),
                    slot,
                    iterator,
                    new Target.Iteration(TYPE, Target.Progress.ACTIVE, progress.depth() + 1));
            earlier.ifPresent(state -> walk.widen(state, more));
            more.set(
                    0,
                    Register.pointer(Kind.MEMORY, Register.READ_ONLY, new Target.Sized(4))
                            .withRef(ref));
        }
        put(
                walk.state().frame(frame),
                slot,
                iterator,
                new Target.Iteration(TYPE, Target.Progress.DRAINED, progress.depth()));
        walk.state().set(0, Register.ZERO);
    }

    private static void put(Frame frame, int slot, Register iterator, Target.Iteration progress) {
        frame.setSlot(slot, frame.slot(slot).with(iterator.withTarget(progress)));
    }

    /// `bpf_iter_num_destroy(it)`.
    void destroy(int number) {
        Register pointer = stackPointer(number);
        Register iterator = existing(number, pointer);
        int slot = slot(number, pointer);
        walk.state().frame(pointer.frame()).setSlot(slot, StackSlot.EMPTY);
        HelperCall.releaseReference(walk, iterator.ref());
        walk.touched(pointer.frame(), slot, true, true);
        HelperCall.clearCallerSaved(walk);
        walk.state().set(0, Register.UNWRITTEN);
    }
}
