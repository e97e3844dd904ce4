package dev.skep.jit;

import dev.skep.isa.AtomicOp;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.jit.flow.Range;
import dev.skep.memory.AtomicAccess;
import dev.skep.memory.OffHeap;
import dev.skep.spec.ContextField;
import dev.skep.spec.ContextLayout;
import dev.skep.verify.VerifiedProgram.Region;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Writes loads, stores and atomic operations.
///
/// All memory is one segment, whose offsets are addresses. HotSpot drops the check of an offset
/// that cannot be negative or close to the segment's end, so every address is masked with what no
/// address exceeds; the mask costs nothing where HotSpot knows the address to be below it.
final class MemoryWriter {
    private static final long MASK = (1L << 62) - 1;

    private static final ClassDesc SEGMENT = desc(MemorySegment.class);
    private static final ClassDesc LAYOUT = desc(ValueLayout.class);
    private static final ClassDesc ATOMICS = desc(AtomicAccess.class);

    private final Body body;
    private final CodeBuilder code;
    private final Optional<ContextLayout> context;

    MemoryWriter(Body body) {
        this.body = body;
        this.code = body.code();
        context =
                Optional.ofNullable(body.flow().program().program().type())
                        .flatMap(ContextLayout::of);
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /// How memory is read and written as one Java type.
    private enum Access {
        BYTE("JAVA_BYTE", ValueLayout.OfByte.class, ConstantDescs.CD_byte),
        SHORT("JAVA_SHORT_UNALIGNED", ValueLayout.OfShort.class, ConstantDescs.CD_short),
        CHAR("JAVA_CHAR_UNALIGNED", ValueLayout.OfChar.class, ConstantDescs.CD_char),
        INT("JAVA_INT_UNALIGNED", ValueLayout.OfInt.class, ConstantDescs.CD_int),
        LONG("JAVA_LONG_UNALIGNED", ValueLayout.OfLong.class, ConstantDescs.CD_long);

        private final String constant;
        private final ClassDesc layout;
        private final MethodTypeDesc get;
        private final MethodTypeDesc set;

        Access(String constant, Class<?> layout, ClassDesc type) {
            this.constant = constant;
            this.layout = desc(layout);
            get = MethodTypeDesc.of(type, this.layout, ConstantDescs.CD_long);
            set =
                    MethodTypeDesc.of(
                            ConstantDescs.CD_void, this.layout, ConstantDescs.CD_long, type);
        }
    }

    void write(Insn.Load i, int slot) {
        if (body.flow().slotVariable(slot) >= 0) {
            new AluWriter(body)
                    .moveSlot(
                            slot,
                            i.size().bytes() * Byte.SIZE,
                            i.signed(),
                            new Operand.Register(i.dst()));
            return;
        }
        Optional<ContextField> pointer = pointerField(slot, i.offset());
        if (pointer.isPresent()) {
            int at = context.orElseThrow().slotOffset(pointer.get());
            begin(Access.LONG);
            address(slot, at);
            get(Access.LONG);
            asAddress();
            body.popLong(slot);
            return;
        }
        Access access = access(i.size(), i.signed());
        begin(access);
        place(slot, i.offset());
        get(access);
        switch (access) {
            case LONG -> body.popLong(slot);
            case BYTE -> {
                if (!i.signed()) {
                    code.sipush(0xff).iand();
                }
                pop(slot, i.signed());
            }
            case SHORT, CHAR, INT -> pop(slot, i.signed());
        }
    }

    private void pop(int slot, boolean signed) {
        if (signed) {
            body.popSigned(slot);
        } else {
            body.popUnsigned(slot);
        }
    }

    /// Cuts what is on the stack to what an address can be, so that HotSpot knows.
    void asAddress() {
        body.constants().push(code, Range.ADDRESS.high());
        code.land();
    }

    private static Access access(MemorySize size, boolean signed) {
        return switch (size) {
            case B -> Access.BYTE;
            case H -> signed ? Access.SHORT : Access.CHAR;
            case W -> Access.INT;
            case DW -> Access.LONG;
        };
    }

    private Optional<ContextField> pointerField(int slot, int offset) {
        return body.flow()
                .program()
                .regionAt(slot)
                .filter(r -> r == Region.CONTEXT)
                .flatMap(_ -> context)
                .flatMap(c -> c.fieldAt(offset))
                .filter(f -> f.kind().pointer());
    }

    void write(Insn.Store i, int slot) {
        int bits = i.size().bytes() * Byte.SIZE;
        if (body.flow().slotVariable(slot) >= 0) {
            new AluWriter(body).moveSlot(slot, bits, false, i.src());
            return;
        }
        int value = body.flow().inFrame(slot) ? 0 : 1;
        Access access = access(i.size(), true);
        begin(access);
        place(slot, i.offset());
        if (access == Access.LONG) {
            body.pushLong(slot, value, i.src());
        } else {
            body.pushInt(slot, value, i.src());
        }
        set(access);
    }

    /// Pushes the `int` at a place in the frame, or at the address in operand 1 of a look-up.
    void loadKey(int slot) {
        begin(Access.INT);
        place(slot, 0, 1);
        get(Access.INT);
    }

    /// Pushes the `int` or `long` at `distance` from r10.
    void loadFrame(int distance, boolean isInt) {
        Access access = isInt ? Access.INT : Access.LONG;
        begin(access);
        frame(distance);
        get(access);
    }

    /// Stores what `value` pushes, an `int` or a `long`, at `distance` from r10.
    void storeFrame(int distance, boolean isInt, Runnable value) {
        Access access = isInt ? Access.INT : Access.LONG;
        begin(access);
        frame(distance);
        value.run();
        set(access);
    }

    private void place(int slot, int offset) {
        place(slot, offset, 0);
    }

    private void place(int slot, int offset, int base) {
        if (body.flow().inFrame(slot)) {
            frame(body.flow().frameDistance(slot));
        } else {
            body.pushLong(slot, base);
            add(offset);
        }
    }

    private void frame(int distance) {
        code.lload(Body.FRAME);
        add(distance);
    }

    private void address(int slot, int offset) {
        body.pushLong(slot, 0);
        add(offset);
    }

    private void add(int offset) {
        if (offset != 0) {
            body.constants().push(code, (long) offset);
            code.ladd();
        }
        body.constants().push(code, MASK);
        code.land();
    }

    private void begin(Access access) {
        body.constants().push(code, MemorySegment.class, OffHeap.all());
        code.getstatic(LAYOUT, access.constant, access.layout);
    }

    private void get(Access access) {
        code.invokeinterface(SEGMENT, "get", access.get);
    }

    private void set(Access access) {
        code.invokeinterface(SEGMENT, "set", access.set);
    }

    void write(Insn.Atomic i, int slot) {
        boolean wide = i.size() == MemorySize.DW;
        ClassDesc type = wide ? ConstantDescs.CD_long : ConstantDescs.CD_int;
        body.pushLong(slot, 0);
        add(i.offset());
        if (i.op() == AtomicOp.COMPARE_EXCHANGE) {
            push(slot, 2, wide);
            push(slot, 1, wide);
            code.invokestatic(
                    ATOMICS,
                    "compareAndExchange",
                    MethodTypeDesc.of(type, ConstantDescs.CD_long, type, type));
        } else {
            push(slot, 1, wide);
            code.invokestatic(
                    ATOMICS, name(i.op()), MethodTypeDesc.of(type, ConstantDescs.CD_long, type));
        }
        if (i.fetch() && wide) {
            body.popLong(slot);
        } else if (i.fetch()) {
            body.popUnsigned(slot);
        } else if (wide) {
            code.pop2();
        } else {
            code.pop();
        }
    }

    private void push(int slot, int operand, boolean wide) {
        if (wide) {
            body.pushLong(slot, operand);
        } else {
            body.pushInt(slot, operand);
        }
    }

    private static String name(AtomicOp op) {
        return switch (op) {
            case ADD -> "getAndAdd";
            case OR -> "getAndOr";
            case AND -> "getAndAnd";
            case XOR -> "getAndXor";
            case EXCHANGE -> "getAndSet";
            case COMPARE_EXCHANGE -> "compareAndExchange";
        };
    }

    /// The address must be aligned, which the verifier has seen to: what is loaded is loaded whole.
    /// The fence keeps later accesses behind it.
    void write(Insn.LoadAcquire i, int slot) {
        Access access = access(i.size(), false);
        begin(access);
        address(slot, i.offset());
        get(access);
        code.invokestatic(
                ClassDesc.of("java.lang.invoke.VarHandle"),
                "acquireFence",
                MethodTypeDesc.of(ConstantDescs.CD_void));
        if (access == Access.LONG) {
            body.popLong(slot);
        } else {
            if (access == Access.BYTE) {
                code.sipush(0xff).iand();
            }
            body.popUnsigned(slot);
        }
    }

    void write(Insn.StoreRelease i, int slot) {
        Access access = access(i.size(), true);
        code.invokestatic(
                ClassDesc.of("java.lang.invoke.VarHandle"),
                "releaseFence",
                MethodTypeDesc.of(ConstantDescs.CD_void));
        begin(access);
        address(slot, i.offset());
        push(slot, 1, access == Access.LONG);
        set(access);
    }
}
