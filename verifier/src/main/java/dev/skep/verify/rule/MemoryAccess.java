package dev.skep.verify.rule;

import dev.skep.isa.AtomicOp;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.spec.ContextLayout;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;

/// Loads and stores: who points where, what may be done there, and what a load gives.
public final class MemoryAccess {
    private final Walk walk;
    private final Alignment alignment;
    private final Bounds bounds;
    private final StackAccess stack;
    private final MapAccess maps;
    private final ContextAccess context;
    private final KernelPointers kernel;

    /// The rule on a walk.
    public MemoryAccess(Walk walk) {
        this.walk = walk;
        this.alignment = new Alignment(walk);
        this.bounds = new Bounds(walk);
        this.stack = new StackAccess(walk);
        this.maps = new MapAccess(walk);
        this.context = new ContextAccess(walk);
        this.kernel = new KernelPointers(walk);
    }

    /// `dst = *(size *)(base + offset)`.
    public void apply(Insn.Load insn) {
        Register pointer = walk.read(insn.base());
        walk.checkWritable(insn.dst());
        load(insn.base(), pointer, insn.offset(), insn.size(), insn.dst(), insn.signed());
        walk.usesPointer(pointer);
    }

    /// A load with acquire semantics.
    public void apply(Insn.LoadAcquire insn) {
        Register pointer = walk.read(insn.base());
        walk.checkWritable(insn.dst());
        access(
                Access.load(insn.base(), pointer, insn.offset(), insn.size().bytes(), insn.dst())
                        .strictly());
        checkAtomic(insn.base(), pointer, "loads from");
        narrow(insn.dst(), insn.size(), false);
        walk.usesPointer(pointer);
    }

    private void load(
            int base, Register pointer, int offset, MemorySize size, int target, boolean signed) {
        access(Access.load(base, pointer, offset, size.bytes(), target));
        narrow(target, size, signed);
    }

    private void narrow(int target, MemorySize size, boolean signed) {
        Register loaded = walk.state().get(target);
        if (size != MemorySize.DW && loaded.isNumber()) {
            walk.state()
                    .set(
                            target,
                            loaded.withScalar(
                                    signed
                                            ? loaded.scalar().signExtendFrom(size.bytes())
                                            : loaded.scalar().truncate(size.bytes())));
        }
    }

    /// `*(size *)(base + offset) = src`.
    public void apply(Insn.Store insn) {
        walk.read(insn.src());
        Register pointer = walk.read(insn.base());
        access(Access.store(insn.base(), pointer, insn.offset(), insn.size().bytes(), insn.src()));
        walk.usesPointer(pointer);
    }

    /// A store with release semantics.
    public void apply(Insn.StoreRelease insn) {
        walk.read(insn.src());
        Register pointer = walk.read(insn.base());
        access(
                Access.store(
                                insn.base(),
                                pointer,
                                insn.offset(),
                                insn.size().bytes(),
                                new Operand.Register(insn.src()))
                        .strictly());
        checkAtomic(insn.base(), pointer, "stores into");
        walk.usesPointer(pointer);
    }

    /// An atomic operation: a read and a write of the same place.
    public void apply(Insn.Atomic insn) {
        walk.read(insn.src());
        Register pointer = walk.read(insn.base());
        boolean compares = insn.op() == AtomicOp.COMPARE_EXCHANGE;
        if (compares) {
            checkLeak(0, walk.read(0), "mem");
        }
        checkLeak(insn.src(), walk.state().get(insn.src()), "mem");
        checkAtomic(insn.base(), pointer, "stores into");
        int size = insn.size().bytes();
        int target = insn.fetch() ? compares ? 0 : insn.src() : -1;
        if (target >= 0) {
            walk.checkWritable(target);
        }
        // What is fetched replaces its register first: that leaves no address if it is the base.
        Register at = target == insn.base() ? Register.UNKNOWN : pointer;
        access(Access.load(insn.base(), at, insn.offset(), size, -1).strictly());
        if (target >= 0) {
            access(Access.load(insn.base(), at, insn.offset(), size, target).strictly());
            narrow(target, insn.size(), false);
        }
        access(Access.store(insn.base(), at, insn.offset(), size, null).strictly());
        walk.usesPointer(pointer);
    }

    private void checkAtomic(int number, Register pointer, String what) {
        boolean allowed =
                switch (pointer.kind()) {
                    case CONTEXT,
                            PACKET,
                            PACKET_META,
                            FLOW_KEYS,
                            SOCKET,
                            SOCKET_COMMON,
                            TCP_SOCKET,
                            XDP_SOCKET ->
                            false;
                    case UNWRITTEN,
                            SCALAR,
                            MAP,
                            MAP_VALUE,
                            MAP_KEY,
                            STACK,
                            PACKET_END,
                            TRACEPOINT_BUFFER,
                            BTF,
                            MEMORY,
                            BUFFER,
                            FUNCTION,
                            DYNPTR,
                            ARENA,
                            ITERATOR ->
                            true;
                };
        if (!allowed) {
            throw walk.refuse(
                    VerifierCode.ATOMIC_TARGET,
                    "r%d allows no atomic operations".formatted(number),
                    "BPF_ATOMIC %s R%d %s is not allowed"
                            .formatted(what, number, Words.kernel(pointer)),
                    number);
        }
    }

    /// Proves one access, and changes the state as it does.
    void access(Access access) {
        Register pointer = access.pointer();
        alignment.check(pointer, access.offset(), access.size(), access.strict());
        if (pointer.isNullable()) {
            throw noMemory(access);
        }
        switch (pointer.kind()) {
            case MAP_KEY -> mapKey(access);
            case MAP_VALUE -> mapValue(access);
            case MEMORY -> memory(access);
            case CONTEXT -> {
                checkLeak(access, "ctx");
                context.apply(access);
            }
            case STACK -> {
                stack.checkBounds(
                        access.number(), pointer, access.at(), access.size(), access.writes());
                if (access.writes()) {
                    stack.store(access);
                } else {
                    stack.load(access);
                }
            }
            case PACKET, PACKET_META -> packet(access);
            case FLOW_KEYS -> flowKeys(access);
            case SOCKET, SOCKET_COMMON, TCP_SOCKET, XDP_SOCKET -> socket(access);
            case TRACEPOINT_BUFFER -> {
                bounds.checkBuffer(access.number(), pointer, access.at(), access.size());
                loaded(access, walk.unknown());
            }
            case BUFFER -> {
                checkReadOnly(access);
                bounds.checkBuffer(access.number(), pointer, access.at(), access.size());
                loaded(access, walk.unknown());
            }
            case BTF -> kernel.apply(access);
            case MAP -> kernel.applyToMap(access);
            case ARENA -> throw walk.undecided("arena");
            case UNWRITTEN, SCALAR, PACKET_END, FUNCTION, DYNPTR, ITERATOR ->
                    throw noMemory(access);
        }
    }

    private RuntimeException noMemory(Access access) {
        Register pointer = access.pointer();
        String kernel =
                "R%d invalid mem access '%s'".formatted(access.number(), Words.kernel(pointer));
        return pointer.isNullable()
                ? walk.refuse(
                        VerifierCode.NULL_CHECK,
                        "r%d may be NULL".formatted(access.number()),
                        kernel,
                        access.number())
                : walk.refuse(
                        VerifierCode.MEMORY_KIND,
                        "r%d is no pointer that memory can be accessed through"
                                .formatted(access.number()),
                        kernel,
                        access.number());
    }

    private void loaded(Access access, Register value) {
        if (access.target() >= 0) {
            walk.write(access.target(), value);
        }
    }

    private void checkLeak(Access access, String where) {
        int source = access.sourceRegister();
        if (source >= 0) {
            checkLeak(source, walk.state().get(source), where);
        }
    }

    private void checkLeak(int number, Register value, String where) {
        if (walk.secret(value)) {
            throw walk.refuse(
                    VerifierCode.POINTER_LEAK,
                    "the address in r%d would be stored where others can read it".formatted(number),
                    "R%d leaks addr into %s".formatted(number, where),
                    number);
        }
    }

    private void checkReadOnly(Access access) {
        if (access.writes() && access.pointer().has(Register.READ_ONLY)) {
            throw readOnly(access);
        }
    }

    private RuntimeException readOnly(Access access) {
        return walk.refuse(
                VerifierCode.READ_ONLY,
                "r%d points to memory that may only be read".formatted(access.number()),
                "R%d cannot write into %s"
                        .formatted(access.number(), Words.kernel(access.pointer())),
                access.number());
    }

    private void mapKey(Access access) {
        if (access.writes()) {
            throw walk.refuse(
                    VerifierCode.READ_ONLY,
                    "the keys of a map cannot be changed",
                    "write to change key R%d not allowed".formatted(access.number()),
                    access.number());
        }
        bounds.check(
                access.number(),
                access.pointer(),
                access.at(),
                access.size(),
                access.pointer().map().definition().keySize(),
                false);
        loaded(access, walk.unknown());
    }

    private void mapValue(Access access) {
        checkLeak(access, "map");
        maps.checkAllowed(access.pointer(), access.at(), access.size(), access.writes());
        maps.check(access.number(), access.pointer(), access.at(), access.size(), false, false);
        if (!access.writes()) {
            loaded(access, maps.loaded(access));
        }
    }

    private void memory(Access access) {
        checkReadOnly(access);
        checkLeak(access, "mem");
        Register pointer = access.pointer();
        if (!pointer.has(Register.READ_ONLY | Register.UNTRUSTED)) {
            bounds.check(
                    access.number(), pointer, access.at(), access.size(), pointer.size(), false);
        }
        loaded(access, walk.unknown());
    }

    private void packet(Access access) {
        if (access.writes() && !walk.type().writesPacket()) {
            throw walk.refuse(
                    VerifierCode.READ_ONLY,
                    "programs of this type may not change the packet",
                    "cannot write into packet",
                    access.number());
        }
        checkLeak(access, "packet");
        bounds.checkPacket(access.number(), access.pointer(), access.at(), access.size(), false);
        loaded(access, walk.unknown());
    }

    private void flowKeys(Access access) {
        checkLeak(access, "flow keys");
        int at = access.at();
        if (at < 0 || at + access.size() > ContextLayout.FLOW_KEYS_SIZE) {
            throw walk.refuse(
                    VerifierCode.MEMORY_BOUNDS,
                    "%s of the flow keys, which have %d"
                            .formatted(access.bytes(), ContextLayout.FLOW_KEYS_SIZE),
                    "invalid access to flow keys off=%d size=%d".formatted(at, access.size()),
                    access.number());
        }
        loaded(access, walk.unknown());
    }

    private void socket(Access access) {
        if (access.writes()) {
            throw readOnly(access);
        }
        Register pointer = access.pointer();
        if (pointer.scalar().smin() < 0) {
            throw walk.refuse(
                    VerifierCode.NEGATIVE_OFFSET,
                    "the offset into the socket may be negative",
                    "R%d min value is negative, either use unsigned index or do a if (index >=0) check."
                            .formatted(access.number()),
                    access.number());
        }
        boolean allowed =
                layout(pointer.kind())
                        .fieldAt(access.at())
                        .filter(field -> field.allowsRead(access.at(), access.size()))
                        .isPresent();
        if (!allowed) {
            throw walk.refuse(
                    VerifierCode.SOCKET_FIELD,
                    "%s of %s cannot be read so"
                            .formatted(access.bytes(), layout(pointer.kind()).structName()),
                    "R%d invalid %s access off=%d size=%d"
                            .formatted(
                                    access.number(),
                                    Words.kernel(pointer),
                                    access.at(),
                                    access.size()),
                    access.number());
        }
        loaded(access, walk.unknown());
    }

    private static ContextLayout layout(Kind kind) {
        return switch (kind) {
            case SOCKET_COMMON -> ContextLayout.socketCommon();
            case SOCKET -> ContextLayout.socket();
            case TCP_SOCKET -> ContextLayout.tcpSocket();
            case XDP_SOCKET -> ContextLayout.xdpSocket();
            case UNWRITTEN,
                    SCALAR,
                    CONTEXT,
                    MAP,
                    MAP_VALUE,
                    MAP_KEY,
                    STACK,
                    PACKET,
                    PACKET_META,
                    PACKET_END,
                    FLOW_KEYS,
                    TRACEPOINT_BUFFER,
                    BTF,
                    MEMORY,
                    BUFFER,
                    FUNCTION,
                    DYNPTR,
                    ARENA,
                    ITERATOR ->
                    throw new IllegalArgumentException(kind.name());
        };
    }
}
