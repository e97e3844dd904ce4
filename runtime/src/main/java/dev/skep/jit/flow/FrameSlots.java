package dev.skep.jit.flow;

import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.program.MapDefinition;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.Kfunc;
import dev.skep.spec.KfuncKind;
import dev.skep.spec.MapType;
import dev.skep.verify.VerifiedProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the stack slots of a function that nobody else sees, so that they need no memory: every
/// access is a load or store of the same bytes at a known place, and no address of them is given
/// away.
final class FrameSlots {
    /// The largest frame.
    private static final int FRAME = 512;

    private static final int LOOKUP = 1;
    private static final Set<KfuncKind> WORDS = EnumSet.of(KfuncKind.ITERATOR, KfuncKind.IRQ_FLAG);

    /// A variable in the frame: `size` bytes at r10 + `offset`.
    record Slot(int offset, int size) {}

    private final VerifiedProgram program;
    private final int start;
    private final BitSet escaped = new BitSet(FRAME);
    private final int[] distances;

    /// The sizes of accesses at each byte of the frame, as a set of bits: sizes are powers of two.
    private final int[] sizes = new int[FRAME];

    private final int[] uses = new int[FRAME];
    private boolean closed = true;

    private FrameSlots(VerifiedProgram program, FrameAddresses addresses, int start, int end) {
        this.program = program;
        this.start = start;
        distances = new int[end - start];
        Arrays.fill(distances, FrameAddresses.OTHER);
        addresses.forEach(this::visit);
    }

    /// What became of the frame.
    ///
    /// @param slots those that need no memory, the most used first
    /// @param distances for each instruction, from the start of the function, that accesses memory
    ///   at a known place in the frame (or is a look-up in an array with its key there): the
    ///   distance from r10; else [FrameAddresses#OTHER]
    /// @param closed whether nobody else gets an address of the frame, but for helper functions
    ///   that look at so many bytes there
    record Result(List<Slot> slots, int[] distances, boolean closed) {}

    /// Looks at the function in the slots from `start` to `end`; finds at most `most` slots.
    static Result of(
            VerifiedProgram program, FrameAddresses addresses, int start, int end, int most) {
        FrameSlots frame = new FrameSlots(program, addresses, start, end);
        return new Result(frame.promoted(most), frame.distances, frame.closed);
    }

    private void visit(Insn insn, int slot, int[] r) {
        switch (insn) {
            case Insn.Load i -> access(slot, r[i.base()], i.offset(), i.size().bytes());
            case Insn.Store i -> {
                access(slot, r[i.base()], i.offset(), i.size().bytes());
                if (i.src() instanceof Operand.Register(int number)) {
                    giveAway(r[number]);
                }
            }
            case Insn.Atomic i -> {
                escape(r[i.base()], i.offset(), i.size().bytes());
                giveAway(r[i.src()]);
            }
            case Insn.LoadAcquire i -> escape(r[i.base()], i.offset(), i.size().bytes());
            case Insn.StoreRelease i -> {
                escape(r[i.base()], i.offset(), i.size().bytes());
                giveAway(r[i.src()]);
            }
            case Insn.CallHelper i -> call(i, slot, r);
            case Insn.CallKfunc i -> call(i, r);
            case Insn.CallSubprogram _, Insn.CallRegister _ -> {
                for (int register = 1; register <= 5; register++) {
                    giveAway(r[register]);
                }
            }
            case Insn.Alu _,
                    Insn.Negate _,
                    Insn.SignExtend _,
                    Insn.ByteSwap _,
                    Insn.CastAddressSpace _,
                    Insn.LoadImmediate _,
                    Insn.PacketLoad _,
                    Insn.Goto _,
                    Insn.Branch _,
                    Insn.MayGoto _,
                    Insn.Exit _ -> {}
        }
    }

    private void access(int slot, int base, int offset, int size) {
        if (base == FrameAddresses.SOMEWHERE) {
            everything();
        } else if (base != FrameAddresses.OTHER) {
            note(slot, base + offset, size);
        }
    }

    private void note(int slot, int distance, int size) {
        distances[slot - start] = distance;
        if (distance >= -FRAME && distance + size <= 0) {
            sizes[FRAME + distance] |= size;
            uses[FRAME + distance]++;
        }
    }

    /// Whoever has an address of the frame may do anything with it.
    private void giveAway(int value) {
        if (value != FrameAddresses.OTHER) {
            everything();
        }
    }

    private void escape(int base, int offset, int size) {
        if (base == FrameAddresses.SOMEWHERE) {
            everything();
        } else if (base != FrameAddresses.OTHER) {
            int first = FRAME + base + offset;
            escaped.set(Math.max(0, first), Math.max(0, Math.min(FRAME, first + size)));
        }
    }

    private void call(Insn.CallHelper call, int slot, int[] r) {
        if (call.id() == LOOKUP && isArray(slot) && FrameAddresses.known(r[2])) {
            note(slot, r[2], Integer.BYTES);
            return;
        }
        List<Helper.Argument> arguments =
                Helpers.byId(call.id())
                        .map(h -> h.arguments(program.program().type()))
                        .orElse(List.of());
        for (int register = 1; register <= 5; register++) {
            int value = r[register];
            if (register > arguments.size() || !FrameAddresses.known(value)) {
                giveAway(register > arguments.size() ? FrameAddresses.OTHER : value);
            } else {
                escape(value, 0, extent(arguments.get(register - 1), slot, -value));
            }
        }
    }

    /// Iterators and saved interrupt flags are 8 bytes; what else is on the stack may be of any
    /// size.
    private void call(Insn.CallKfunc call, int[] r) {
        Optional<Kfunc> row = Effects.kfunc(program, call);
        int count = row.map(k -> k.arguments().size()).orElse(5);
        for (int register = 1; register <= count; register++) {
            int number = register;
            boolean word =
                    row.map(k -> k.arguments().get(number - 1).kind())
                            .filter(WORDS::contains)
                            .isPresent();
            if (word) {
                escape(r[register], 0, Long.BYTES);
            } else {
                giveAway(r[register]);
            }
        }
    }

    private boolean isArray(int slot) {
        int map = program.mapAt(slot);
        if (map < 0) {
            return false;
        }
        MapDefinition definition = program.program().maps().get(map);
        MapType type = definition.type();
        return (type == MapType.ARRAY || type == MapType.PERCPU_ARRAY)
                && definition.maxEntries() > 0;
    }

    /// How many bytes a helper function may touch behind an address; at most `rest`, up to the end
    /// of the frame.
    private int extent(Helper.Argument argument, int slot, int rest) {
        int map = program.mapAt(slot);
        MapDefinition definition = map < 0 ? null : program.program().maps().get(map);
        return switch (argument.kind()) {
            case MAP_KEY -> definition == null ? rest : definition.keySize();
            case MAP_VALUE, MAP_VALUE_OR_NULL, UNINITIALIZED_MAP_VALUE ->
                    definition == null ? rest : definition.valueSize();
            case STACK_OR_NULL, ANYTHING, SIZE, SIZE_OR_ZERO, CONST_SIZE -> everything();
            case CONTEXT,
                    CONTEXT_OR_NULL,
                    MAP,
                    MEMORY,
                    MEMORY_OR_NULL,
                    WRITABLE_MEMORY,
                    UNINITIALIZED_MEMORY,
                    UNINITIALIZED_MEMORY_OR_NULL,
                    SOCKET_COMMON,
                    TYPED_SOCKET_COMMON,
                    SOCKET_COMMON_OR_NULL,
                    BTF_POINTER,
                    BTF_POINTER_OR_NULL,
                    PERCPU_POINTER,
                    KPTR,
                    SPIN_LOCK,
                    TIMER,
                    FUNCTION,
                    RINGBUF_MEMORY,
                    DYNPTR,
                    UNINITIALIZED_DYNPTR,
                    CONST_STRING ->
                    argument.size() > 0 ? argument.size() : rest;
        };
    }

    /// A callback finds its way to any place in the frame.
    private int everything() {
        escaped.set(0, FRAME);
        closed = false;
        return 0;
    }

    private List<Slot> promoted(int most) {
        escapeOverlaps();
        List<Slot> slots = new ArrayList<>();
        for (int at = 0; at < FRAME; at++) {
            if (sizes[at] != 0 && free(at, sizes[at])) {
                slots.add(new Slot(at - FRAME, sizes[at]));
            }
        }
        slots.sort(Comparator.comparingInt(s -> -uses[s.offset() + FRAME]));
        return List.copyOf(slots.subList(0, Math.min(most, slots.size())));
    }

    /// Bytes that are accessed in different ways are memory, and so is what overlaps memory.
    private void escapeOverlaps() {
        int behind = 0;
        for (int at = 0; at < FRAME; at++) {
            int largest = Integer.highestOneBit(sizes[at]);
            boolean overlaps = at < behind && largest > 0;
            if (overlaps || Integer.bitCount(sizes[at]) > 1) {
                escaped.set(at, at + largest);
            }
            behind = Math.max(behind, at + largest);
        }
        int before = -1;
        while (before != escaped.cardinality()) {
            before = escaped.cardinality();
            for (int at = 0; at < FRAME; at++) {
                int largest = Integer.highestOneBit(sizes[at]);
                if (largest > 0 && !free(at, largest)) {
                    escaped.set(at, at + largest);
                }
            }
        }
    }

    private boolean free(int first, int size) {
        int next = escaped.nextSetBit(first);
        return next < 0 || next >= first + size;
    }
}
