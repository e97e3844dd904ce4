package dev.skep.verify.rule;

import dev.skep.spec.ArgumentKind;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.MapType;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.MapObject;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.StackSlot;
import dev.skep.verify.domain.Target;
import dev.skep.verify.flow.Calls;
import java.util.List;

/// The arguments of a helper: each of the kind that its row names, memory of the right size.
final class HelperArguments {
    private static final int MAP_PEEK = 89;
    private static final int SPIN_LOCK = 93;

    private static final int MOST_SIZE = 1 << 29;

    private final Walk walk;
    private final HelperMemory memory;
    private final ArgumentKinds kinds;
    private final TypedArguments typed;
    private final Locks locks;
    private final ConstantStrings strings;
    private final StackAccess stack;

    HelperArguments(Walk walk) {
        this.walk = walk;
        this.memory = new HelperMemory(walk);
        this.kinds = new ArgumentKinds(walk);
        this.typed = new TypedArguments(walk);
        this.locks = new Locks(walk);
        this.strings = new ConstantStrings(walk);
        this.stack = new StackAccess(walk);
    }

    CallFacts check(Helper helper) {
        CallFacts facts = new CallFacts();
        facts.setFirst(walk.state().get(1));
        List<Helper.Argument> arguments = helper.arguments(walk.type());
        int count = Math.min(helper.checkedArguments(), arguments.size());
        for (int i = 0; i < count; i++) {
            check(helper, arguments, i, facts);
        }
        if (helper.id() == Calls.TAIL_CALL) {
            checkTailCallIndex(facts);
        }
        stack.fill(facts.fill());
        return facts;
    }

    /// A constant index into a program array is one that the kernel compiles in.
    private void checkTailCallIndex(CallFacts facts) {
        Register index = walk.state().get(3);
        if (facts.map() != null
                && index.isConstant()
                && Long.compareUnsigned(
                                index.scalar().constant(), facts.map().definition().maxEntries())
                        < 0) {
            walk.markPrecise(3);
        }
    }

    private void check(Helper helper, List<Helper.Argument> arguments, int index, CallFacts facts) {
        int number = index + 1;
        Helper.Argument argument = arguments.get(index);
        Register register = walk.read(number);
        if (argument.kind() == ArgumentKind.ANYTHING) {
            if (walk.secret(register)) {
                throw walk.refuse(
                        VerifierCode.POINTER_LEAK,
                        "the address in r%d would be passed where a number is expected"
                                .formatted(number),
                        "R%d leaks addr into helper function".formatted(number),
                        number);
            }
            return;
        }
        boolean packet = register.kind().isPacket();
        if (packet && !Helpers.takesPacket(helper, walk.type())) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_TYPE,
                    "%s takes no pointer into the packet".formatted(helper.fullName()),
                    "helper access to the packet is not allowed",
                    number);
        }
        ArgumentKind kind = resolved(helper, argument.kind(), facts);
        boolean isNull = register.isZero() && ArgumentKinds.allowsNull(kind);
        boolean releases = releases(helper, index);
        if (!isNull) {
            kinds.check(helper, number, register, kind);
            typed.check(helper, argument, kind, number, releases);
            checkOffset(number, register, releases);
        }
        if (releases) {
            if (register.kind() == Kind.DYNPTR) {
                throw walk.refuse(
                        VerifierCode.DYNPTR,
                        "the dynptr in r%d was passed in: the program does not own it"
                                .formatted(number),
                        "cannot release unowned const bpf_dynptr",
                        number);
            }
            if (register.ref() == 0 && !register.isZero()) {
                throw walk.refuse(
                        VerifierCode.REFERENCE_RELEASE,
                        "r%d holds no reference that could be given back".formatted(number),
                        "R%d must be referenced when passed to release function".formatted(number),
                        number);
            }
            facts.setReleased(number);
        }
        if (register.ref() != 0) {
            checkSingleReference(number, register, facts);
            facts.setRef(register.ref());
        }
        use(helper, arguments, index, kind, register, facts);
    }

    private void checkSingleReference(int number, Register register, CallFacts facts) {
        if (facts.ref() != 0) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_TYPE,
                    "a call takes one pointer with a reference at the most, r%d is another"
                            .formatted(number),
                    "more than one arg with ref_obj_id R%d %d %d"
                            .formatted(number, register.ref(), facts.ref()),
                    number);
        }
    }

    /// Some map types want something else where others want a value.
    private ArgumentKind resolved(Helper helper, ArgumentKind kind, CallFacts facts) {
        MapObject map = facts.map();
        if (map == null) {
            return kind;
        }
        MapType type = map.definition().type();
        boolean value =
                kind == ArgumentKind.MAP_VALUE || kind == ArgumentKind.UNINITIALIZED_MAP_VALUE;
        if (value && (type == MapType.SOCKMAP || type == MapType.SOCKHASH)) {
            return ArgumentKind.TYPED_SOCKET_COMMON;
        }
        if (value && type == MapType.BLOOM_FILTER && helper.id() == MAP_PEEK) {
            return ArgumentKind.MAP_VALUE;
        }
        return kind;
    }

    private static boolean releases(Helper helper, int index) {
        return helper.effects().contains(Helper.Effect.RELEASES)
                && index == (helper.id() == 194 ? 1 : 0);
    }

    /// Pointers to memory may be moved; others must be used as they were given.
    private void checkOffset(int number, Register register, boolean releases) {
        if (releases) {
            if (register.offset() != 0) {
                throw walk.refuse(
                        VerifierCode.MODIFIED_POINTER,
                        "r%d was moved %d bytes from what it refers to"
                                .formatted(number, register.offset()),
                        "R%d must have zero offset when passed to release func or trusted arg to kfunc"
                                .formatted(number),
                        number);
            }
            ContextAccess.checkUnmodified(walk, number, register);
            return;
        }
        switch (register.kind()) {
            case STACK, PACKET, PACKET_META, MAP_KEY, MAP_VALUE, MEMORY, BUFFER, ARENA, SCALAR -> {}
            case BTF ->
                    ContextAccess.checkUnmodified(
                            walk,
                            number,
                            register,
                            !register.has(Register.PER_CPU) && !register.isNullable());
            case UNWRITTEN,
                    CONTEXT,
                    MAP,
                    PACKET_END,
                    FLOW_KEYS,
                    SOCKET,
                    SOCKET_COMMON,
                    TCP_SOCKET,
                    XDP_SOCKET,
                    TRACEPOINT_BUFFER,
                    FUNCTION,
                    DYNPTR,
                    ITERATOR ->
                    ContextAccess.checkUnmodified(walk, number, register);
        }
    }

    private void use(
            Helper helper,
            List<Helper.Argument> arguments,
            int index,
            ArgumentKind kind,
            Register register,
            CallFacts facts) {
        int number = index + 1;
        Helper.Argument argument = arguments.get(index);
        switch (kind) {
            case MAP -> {
                checkSameMap(register, facts);
                facts.setMapArgument(register);
            }
            case MAP_KEY -> useKey(number, facts);
            case MAP_VALUE, MAP_VALUE_OR_NULL -> {
                if (!register.isZero()) {
                    useMemory(number, valueSize(facts), kind, facts);
                }
            }
            case UNINITIALIZED_MAP_VALUE -> useMemory(number, valueSize(facts), kind, facts);
            case MEMORY,
                    MEMORY_OR_NULL,
                    WRITABLE_MEMORY,
                    UNINITIALIZED_MEMORY,
                    UNINITIALIZED_MEMORY_OR_NULL -> {
                if (argument.size() != 0) {
                    useMemory(number, argument.size(), kind, facts);
                    checkAligned(kind, register, argument.size());
                }
            }
            case SIZE, SIZE_OR_ZERO ->
                    useSize(
                            number,
                            register,
                            arguments.get(index - 1).kind(),
                            kind == ArgumentKind.SIZE_OR_ZERO,
                            facts);
            case CONST_SIZE -> useConstant(number, register, facts);
            case SPIN_LOCK -> {
                if (helper.id() == SPIN_LOCK) {
                    locks.lock(number, register);
                } else {
                    locks.unlock(number, register);
                }
            }
            case TIMER -> {
                new Timers(walk).check(number, register);
                facts.setMapArgument(register);
            }
            case FUNCTION -> facts.setSubprogram(((Target.Code) register.target()).subprogram());
            case CONST_STRING -> strings.check(number, register);
            case KPTR -> throw walk.undecided("kernel pointer in a map value");
            case DYNPTR, UNINITIALIZED_DYNPTR -> useDynptr(helper, number, kind);
            case ANYTHING,
                    CONTEXT,
                    CONTEXT_OR_NULL,
                    SOCKET_COMMON,
                    TYPED_SOCKET_COMMON,
                    SOCKET_COMMON_OR_NULL,
                    STACK_OR_NULL,
                    BTF_POINTER,
                    BTF_POINTER_OR_NULL,
                    PERCPU_POINTER,
                    RINGBUF_MEMORY -> {}
        }
    }

    /// Results that helpers store as numbers need an aligned place.
    private void checkAligned(ArgumentKind kind, Register register, int size) {
        if (kind == ArgumentKind.UNINITIALIZED_MEMORY || kind == ArgumentKind.WRITABLE_MEMORY) {
            if (size == 8 || size == 4) {
                new Alignment(walk).check(register, 0, size, true);
            }
        }
    }

    private void checkSameMap(Register register, CallFacts facts) {
        Register earlier = facts.mapArgument();
        if (earlier == null) {
            return;
        }
        Target.InMap one = (Target.InMap) earlier.target();
        Target.InMap other = (Target.InMap) register.target();
        if (one.map() != other.map() || one.use() != other.use()) {
            throw walk.refuse(
                    VerifierCode.TIMER,
                    "the timer in r1 does not lie in the map in r2",
                    "timer pointer in R1 map_uid=%d doesn't match map pointer in R2 map_uid=%d"
                            .formatted(one.use(), other.use()),
                    1,
                    2);
        }
    }

    private int valueSize(CallFacts facts) {
        return facts.map().definition().valueSize();
    }

    private void useKey(int number, CallFacts facts) {
        int size = facts.map().definition().keySize();
        memory.check(number, size, new HelperMemory.Use(false, false, false));
        MapType type = facts.map().definition().type();
        if (type == MapType.ARRAY || type == MapType.PERCPU_ARRAY) {
            facts.setKey(constantKey(walk.state().get(number), size));
        }
    }

    /// The key on the stack, if it is a known number.
    private long constantKey(Register pointer, int size) {
        if (!walk.privileged() || pointer.kind() != Kind.STACK || !pointer.scalar().isConstant()) {
            return CallFacts.NO_KEY;
        }
        int offset = (int) (pointer.offset() + pointer.scalar().constant());
        Frame frame = walk.state().frame(pointer.frame());
        int index = StackAccess.slotAt(offset);
        StackSlot slot = frame.slot(index);
        int at = StackAccess.byteAt(offset);
        if (run(slot, at, StackSlot.ZERO) >= size) {
            return 0;
        }
        if (!slot.isScalarSpill()
                || run(slot, at, StackSlot.SPILL) != size
                || !slot.spilled().isConstant()) {
            return CallFacts.NO_KEY;
        }
        walk.markPrecise(pointer.frame(), index);
        return slot.spilled().scalar().constant();
    }

    private static int run(StackSlot slot, int at, int kind) {
        int size = 0;
        while (at + size < StackSlot.SIZE && slot.at(at + size) == kind) {
            size++;
        }
        return size;
    }

    private void useMemory(int number, int size, ArgumentKind kind, CallFacts facts) {
        HelperMemory.Fill fill =
                memory.check(
                        number,
                        size,
                        new HelperMemory.Use(
                                ArgumentKinds.writes(kind), ArgumentKinds.fills(kind), false));
        if (fill.size() != 0) {
            facts.setFill(fill);
        }
    }

    /// Proves a size to fit the memory that the register before it points to.
    void useSize(
            int number,
            Register register,
            ArgumentKind memoryKind,
            boolean emptyAllowed,
            CallFacts facts) {
        Scalar size = register.scalar();
        facts.setMostSize(size.umax());
        if (size.smin() < 0) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_SIZE,
                    "the size in r%d may be negative".formatted(number),
                    "R%d min value is negative, either use unsigned or 'var &= const'"
                            .formatted(number),
                    number);
        }
        if (size.umin() == 0 && !emptyAllowed) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_SIZE,
                    "the size in r%d may be zero".formatted(number),
                    "R%d invalid zero-sized read: u64=[%d,%d]"
                            .formatted(number, size.umin(), size.umax()),
                    number);
        }
        if (Long.compareUnsigned(size.umax(), MOST_SIZE) >= 0) {
            throw walk.refuse(
                    VerifierCode.UNBOUNDED_OFFSET,
                    "the size in r%d has no proven bound".formatted(number),
                    "R%d unbounded memory access, use 'var &= const' or 'if (var < const)'"
                            .formatted(number),
                    number);
        }
        boolean fills = ArgumentKinds.fills(memoryKind) && size.isConstant();
        HelperMemory.Fill fill =
                memory.check(
                        number - 1,
                        (int) size.umax(),
                        new HelperMemory.Use(
                                ArgumentKinds.writes(memoryKind), fills, emptyAllowed));
        if (fill.size() != 0) {
            facts.setFill(fill);
        }
        walk.markPrecise(number);
    }

    private void useConstant(int number, Register register, CallFacts facts) {
        if (!register.scalar().isConstant()) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_SIZE,
                    "the size in r%d is not a constant".formatted(number),
                    "R%d is not a known constant'".formatted(number),
                    number);
        }
        facts.setSize((int) register.scalar().constant());
        walk.markPrecise(number);
    }

    /// A dynptr that was passed in can be read and written through, and that is all.
    private void useDynptr(Helper helper, int number, ArgumentKind kind) {
        if (walk.state().get(number).kind() != Kind.DYNPTR) {
            throw walk.undecided("dynptr");
        }
        if (kind == ArgumentKind.UNINITIALIZED_DYNPTR) {
            throw walk.refuse(
                    VerifierCode.DYNPTR,
                    "%s makes a dynptr, and r%d points to one".formatted(helper.fullName(), number),
                    "Dynptr has to be an uninitialized dynptr",
                    number);
        }
    }

    /// The format of `bpf_snprintf` and what it is given.
    void checkFormat() {
        strings.checkFormat(walk.state().get(3), walk.state().get(5));
    }
}
