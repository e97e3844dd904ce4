package dev.skep.jit.flow;

import dev.skep.isa.AluOp;
import dev.skep.isa.ByteOrderOp;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.Helpers;
import dev.skep.spec.KfuncKind;
import dev.skep.verify.VerifiedProgram.Region;
import dev.skep.vm.CompiledCode;
import java.nio.ByteOrder;
import java.util.Optional;

/// How large the results of instructions can be.
final class Results {
    private final FunctionFlow function;
    private final Optional<ContextLayout> context;

    Results(FunctionFlow function) {
        this.function = function;
        context =
                Optional.ofNullable(function.program().program().type()).flatMap(ContextLayout::of);
    }

    /// The results of the instruction at `slot`, which writes a variable.
    Range of(int slot, Ranges ranges) {
        return switch (function.insn(slot)) {
            case Insn.Alu i -> alu(i, slot, ranges);
            case Insn.Negate i ->
                    i.width() == Width.W64
                            ? ranges.use(slot, 0).negate()
                            : ranges.use(slot, 0).word().negate().word();
            case Insn.SignExtend i -> signed(i.bits(), i.width(), ranges.use(slot, 0));
            case Insn.ByteSwap i -> swapped(i, ranges.use(slot, 0));
            case Insn.LoadImmediate i ->
                    switch (i.kind()) {
                        case VALUE -> Range.of(i.value());
                        case FUNCTION ->
                                Range.of(CompiledCode.functionAddress(slot + 1 + (int) i.value()));
                        case MAP_FD, MAP_FD_VALUE, VARIABLE, MAP_INDEX, MAP_INDEX_VALUE ->
                                Range.ADDRESS;
                    };
            case Insn.Load i -> load(i, slot, ranges);
            case Insn.LoadAcquire i -> loaded(i.size());
            case Insn.Store i -> stored(i, slot, ranges);
            case Insn.Atomic i -> loaded(i.size());
            case Insn.PacketLoad i -> loaded(i.size());
            case Insn.CallHelper i -> returned(i.id());
            case Insn.CallKfunc i -> returned(i);
            case Insn.MayGoto _ -> Range.between(-1, Effects.LOOP_ROUNDS);
            case Insn.CallSubprogram _,
                    Insn.CallRegister _,
                    Insn.CastAddressSpace _,
                    Insn.StoreRelease _,
                    Insn.Goto _,
                    Insn.Branch _,
                    Insn.Exit _ ->
                    Range.ANY;
        };
    }

    private static Range alu(Insn.Alu i, int slot, Ranges ranges) {
        int operands = i.op() == AluOp.MOV ? 0 : 1;
        Range src =
                switch (i.src()) {
                    case Operand.Immediate(int value) -> Range.of(value);
                    case Operand.Register _ -> ranges.use(slot, operands);
                };
        Range dst = operands == 0 ? Range.ANY : ranges.use(slot, 0);
        return i.width() == Width.W64 ? dst.apply64(i.op(), src) : dst.apply32(i.op(), src);
    }

    private static Range signed(int bits, Width width, Range src) {
        Range all = Range.between(-1L << bits - 1, (1L << bits - 1) - 1);
        Range result = src.within(all.low(), all.high()) ? src : all;
        return width == Width.W64 ? result : result.word();
    }

    private static Range swapped(Insn.ByteSwap i, Range src) {
        if (i.bits() == Long.SIZE) {
            return cuts(i) ? src : Range.ANY;
        }
        Range all = Range.between(0, (1L << i.bits()) - 1);
        return cuts(i) && src.within(all.low(), all.high()) ? src : all;
    }

    /// Whether the conversion changes no order, as memory is in host order.
    static boolean cuts(Insn.ByteSwap i) {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        return i.op() == (little ? ByteOrderOp.TO_LITTLE : ByteOrderOp.TO_BIG);
    }

    private Range load(Insn.Load i, int slot, Ranges ranges) {
        if (function.slotVariable(slot) >= 0) {
            Range stored = ranges.use(slot, 0);
            return i.signed() ? signed(i.size().bytes() * Byte.SIZE, Width.W64, stored) : stored;
        }
        NumberIterators.Use use = function.iterators().at(slot);
        if (use != null) {
            return function.iterators().numbers(use.iterator(), ranges, i.signed());
        }
        if (i.signed()) {
            return signed(i.size().bytes() * Byte.SIZE, Width.W64, Range.ANY);
        }
        boolean inContext =
                function.program().regionAt(slot).filter(r -> r == Region.CONTEXT).isPresent();
        boolean pointer =
                inContext
                        && context.flatMap(c -> c.fieldAt(i.offset()))
                                .filter(f -> f.kind().pointer())
                                .isPresent();
        return pointer ? Range.ADDRESS : loaded(i.size());
    }

    private static Range loaded(MemorySize size) {
        return size == MemorySize.DW
                ? Range.ANY
                : Range.between(0, (1L << size.bytes() * Byte.SIZE) - 1);
    }

    /// A store into a slot without memory: what loads will see.
    private static Range stored(Insn.Store i, int slot, Ranges ranges) {
        Range src =
                switch (i.src()) {
                    case Operand.Immediate(int value) -> Range.of(value);
                    case Operand.Register _ -> ranges.use(slot, 0);
                };
        Range all = loaded(i.size());
        if (i.size() == MemorySize.DW || src.within(all.low(), all.high())) {
            return src;
        }
        return src.single() ? Range.of(src.low() & all.high()) : all;
    }

    private Range returned(Insn.CallKfunc call) {
        return Effects.kfunc(function.program(), call)
                .filter(k -> k.result().kind() == KfuncKind.MEMORY)
                .map(_ -> Range.ADDRESS)
                .orElse(Range.ANY);
    }

    private static Range returned(int helper) {
        return Helpers.byId(helper)
                .map(h -> h.returns().name())
                .filter(n -> n.endsWith("_OR_NULL") || n.equals("MAP_VALUE"))
                .map(_ -> Range.ADDRESS)
                .orElse(Range.ANY);
    }
}
