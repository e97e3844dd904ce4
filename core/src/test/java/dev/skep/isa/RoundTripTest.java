package dev.skep.isa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What decodes encodes to the same bytes; everything else is refused.
class RoundTripTest {
    private static final int[] REGISTERS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15};
    private static final int[] OFFSETS = {0, 1, 2, 8, 16, 32, 64, -1, -32768, 32767};
    private static final int[] IMMEDIATES = {
        0,
        1,
        2,
        16,
        32,
        64,
        8,
        0x40,
        0x41,
        0x50,
        0x51,
        0xa0,
        0xa1,
        0xe0,
        0xe1,
        0xf0,
        0xf1,
        0x100,
        0x101,
        0x110,
        0x111,
        0x10000,
        -1,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
    };

    @Test
    void everyOpcodeWithEveryFieldRoundTripsOrIsRefused() {
        int accepted = 0;
        for (int opcode = 0; opcode < 256; opcode++) {
            for (int dst : REGISTERS) {
                for (int src : REGISTERS) {
                    for (int offset : OFFSETS) {
                        for (int imm : IMMEDIATES) {
                            RawInsn raw = new RawInsn(opcode, dst, src, offset, imm);
                            accepted += roundTrips(program(raw, 0)) ? 1 : 0;
                        }
                    }
                }
            }
        }
        assertTrue(accepted > 100_000, "only " + accepted + " were accepted");
    }

    @Test
    void everySecondSlotRoundTripsOrIsRefused() {
        for (int opcode = 0; opcode < 256; opcode++) {
            for (int register : new int[] {0, 1}) {
                for (int offset : new int[] {0, 1}) {
                    for (int imm : IMMEDIATES) {
                        for (int kind = 0; kind < 16; kind++) {
                            RawInsn first = new RawInsn(0x18, 3, kind, 0, -5);
                            RawInsn second = new RawInsn(opcode, register, register, offset, imm);
                            boolean accepted = roundTrips(List.of(first, second));
                            assertFalse(accepted && (opcode | register | offset) != 0);
                        }
                    }
                }
            }
        }
    }

    @Test
    void randomProgramsRoundTripOrAreRefused() {
        long seed = new Random().nextLong();
        RandomInsns insns = new RandomInsns(seed);
        int accepted = 0;
        for (int round = 0; round < 20_000; round++) {
            List<RawInsn> program = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                program.addAll(program(insns.randomSlot(), i));
            }
            accepted += roundTrips(program) ? 1 : 0;
        }
        assertTrue(accepted > 10, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void bytesComeBackInBothOrders(String name) {
        ByteOrder order = name.startsWith("L") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        long seed = new Random().nextLong();
        RandomInsns insns = new RandomInsns(seed);
        List<Insn> program = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            program.add(insns.next(0));
        }
        byte[] code = InsnEncoder.encode(relocated(program), order);
        Bytecode decoded = InsnDecoder.decode(code, order);
        assertArrayEquals(code, InsnEncoder.encode(decoded, order), "seed " + seed);
    }

    @Test
    void bigEndianSwapsNibblesAndFields() {
        RawInsn raw = new RawInsn(0x79, 1, 2, 0x0304, 0x05060708);
        byte[] little = new byte[8];
        byte[] big = new byte[8];
        raw.write(little, 0, ByteOrder.LITTLE_ENDIAN);
        raw.write(big, 0, ByteOrder.BIG_ENDIAN);
        assertArrayEquals(new byte[] {0x79, 0x21, 4, 3, 8, 7, 6, 5}, little);
        assertArrayEquals(new byte[] {0x79, 0x12, 3, 4, 5, 6, 7, 8}, big);
        assertEquals(raw, RawInsn.read(little, 0, ByteOrder.LITTLE_ENDIAN));
        assertEquals(raw, RawInsn.read(big, 0, ByteOrder.BIG_ENDIAN));
    }

    @Test
    void halfAnInstructionIsRefused() {
        MalformedException e =
                assertThrows(
                        MalformedException.class,
                        () -> InsnDecoder.decode(new byte[12], ByteOrder.LITTLE_ENDIAN));
        assertEquals(IsaCode.CUT_OFF, e.diagnostic().code());
    }

    @Test
    void aJumpBeyondSixteenBitsIsRefused() {
        Insn far = new Insn.Goto(40_000, false);
        MalformedException e =
                assertThrows(MalformedException.class, () -> InsnEncoder.raw(far, 0));
        assertEquals(IsaCode.TOO_FAR, e.diagnostic().code());
        assertEquals(39_999, InsnEncoder.raw(new Insn.Goto(40_000, true), 0).getFirst().imm());
    }

    /// Jumps of `insns` were decoded at slot 0; where they lead does not matter here, so that they
    /// are replaced where they would be too far.
    private static Bytecode relocated(List<Insn> insns) {
        List<Insn> all = new ArrayList<>();
        int slot = 0;
        for (Insn insn : insns) {
            Insn here =
                    switch (insn) {
                        case Insn.Goto i when !i.wide() -> new Insn.Goto(slot + 1, false);
                        case Insn.MayGoto _ -> new Insn.MayGoto(slot + 7);
                        case Insn.Branch i ->
                                new Insn.Branch(i.condition(), i.width(), i.dst(), i.src(), slot);
                        default -> insn;
                    };
            all.add(here);
            slot += here.slots();
        }
        return Bytecode.of(all);
    }

    private static List<RawInsn> program(RawInsn raw, int second) {
        return raw.opcode() == Opcode.LOAD_IMMEDIATE
                ? List.of(raw, new RawInsn(0, 0, 0, 0, second))
                : List.of(raw);
    }

    private static boolean roundTrips(List<RawInsn> program) {
        Bytecode code;
        try {
            code = InsnDecoder.decode(program);
        } catch (MalformedException e) {
            Diagnostic diagnostic = e.diagnostic();
            assertInstanceOf(IsaCode.class, diagnostic.code());
            assertInstanceOf(Place.InProgram.class, diagnostic.place());
            assertFalse(diagnostic.remedy().isEmpty());
            assertFalse(diagnostic.kernelMessage().isEmpty());
            return false;
        }
        assertEquals(program, InsnEncoder.raw(code));
        return true;
    }
}
