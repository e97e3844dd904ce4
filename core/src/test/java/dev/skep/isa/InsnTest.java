package dev.skep.isa;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class InsnTest {
    @Test
    void whatCannotBeEncodedCannotBeMade() {
        Operand one = new Operand.Immediate(1);
        List<Supplier<Object>> impossible =
                List.of(
                        () -> new Operand.Register(11),
                        () -> new Operand.Register(-1),
                        () -> new Insn.Alu(AluOp.ADD, Width.W64, 11, one),
                        () -> new Insn.SignExtend(Width.W32, 32, 1, 2),
                        () -> new Insn.SignExtend(Width.W64, 24, 1, 2),
                        () -> new Insn.ByteSwap(ByteOrderOp.SWAP, 8, 1),
                        () -> new Insn.CastAddressSpace(1, 2, 65536, 0),
                        () -> new Insn.LoadImmediate(1, ImmediateKind.MAP_INDEX, 1L << 32),
                        () -> new Insn.LoadImmediate(1, ImmediateKind.FUNCTION, -1),
                        () -> new Insn.Load(MemorySize.DW, true, 1, 2, 0),
                        () -> new Insn.Load(MemorySize.W, false, 1, 2, 32768),
                        () -> new Insn.Store(MemorySize.W, 1, -32769, one),
                        () -> new Insn.Atomic(AtomicOp.ADD, MemorySize.H, 1, 0, 2, false),
                        () -> new Insn.Atomic(AtomicOp.EXCHANGE, MemorySize.W, 1, 0, 2, false),
                        () -> new Insn.PacketLoad(MemorySize.DW, -1, 0),
                        () -> new Insn.PacketLoad(MemorySize.W, -2, 0),
                        () -> new Insn.CallKfunc(1, -1),
                        () -> new Insn.CallRegister(11));
        Stream<Executable> checks =
                impossible.stream()
                        .map(make -> () -> assertThrows(IllegalArgumentException.class, make::get));
        assertAll(checks);
    }

    @Test
    void divisionByZeroYieldsZero() {
        assertEquals(0, AluOp.DIV.apply64(7, 0));
        assertEquals(0, AluOp.SDIV.apply64(7, 0));
        assertEquals(0, AluOp.DIV.apply32(7, 0));
        assertEquals(0, AluOp.SDIV.apply32(7, 0));
    }

    @Test
    void remainderByZeroLeavesTheDividend() {
        assertEquals(7, AluOp.MOD.apply64(7, 0));
        assertEquals(-7, AluOp.SMOD.apply64(-7, 0));
        assertEquals(7, AluOp.MOD.apply32(7, 0));
        assertEquals(-7, AluOp.SMOD.apply32(-7, 0));
    }

    @Test
    void theSmallestNumberDividedByMinusOneIsItself() {
        assertEquals(Long.MIN_VALUE, AluOp.SDIV.apply64(Long.MIN_VALUE, -1));
        assertEquals(0, AluOp.SMOD.apply64(Long.MIN_VALUE, -1));
        assertEquals(Integer.MIN_VALUE, AluOp.SDIV.apply32(Integer.MIN_VALUE, -1));
        assertEquals(0, AluOp.SMOD.apply32(Integer.MIN_VALUE, -1));
    }

    @Test
    void signExtended32BitOperandsKeepTheUnsignedOrder() {
        assertEquals(true, Condition.GT.test(0x80000000, 0x7fffffff));
        assertEquals(true, Condition.SLT.test(0x80000000, 0x7fffffff));
        assertEquals(false, Condition.GE.test(1, -1));
    }

    @Test
    void theSecondSlotOfAWideLoadHoldsNoInstruction() {
        Bytecode code =
                Bytecode.of(
                        List.of(
                                new Insn.LoadImmediate(1, ImmediateKind.VALUE, 5),
                                new Insn.Exit()));
        assertEquals(3, code.slots());
        assertEquals(false, code.startsAt(1));
        assertEquals(new Insn.Exit(), code.at(2));
        assertThrows(IndexOutOfBoundsException.class, () -> code.at(1));
    }
}
