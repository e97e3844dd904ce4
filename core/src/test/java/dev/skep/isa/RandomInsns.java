package dev.skep.isa;

import dev.skep.diag.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Instructions of every shape, made from random slots that happen to decode.
public final class RandomInsns {
    private static final int[] IMMEDIATES = {
        0,
        0,
        0,
        0,
        1,
        16,
        32,
        64,
        -1,
        5,
        0x40,
        0x41,
        0x51,
        0xa1,
        0xe1,
        0xf1,
        0x100,
        0x110,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        0x10000,
    };
    private static final int[] OFFSETS = {
        0, 0, 0, 1, 8, 16, 32, -1, 4, Short.MIN_VALUE, Short.MAX_VALUE, 100,
    };

    private final Random random;

    /// Repeats itself for the same seed.
    public RandomInsns(long seed) {
        random = new Random(seed);
    }

    /// The next instruction, as it decodes at `slot`.
    public Insn next(int slot) {
        while (true) {
            try {
                return decodeAt(slot, randomSlot());
            } catch (MalformedException _) {
                continue;
            }
        }
    }

    /// A random slot, more often one that means something than pure chance would give.
    public RawInsn randomSlot() {
        int imm = random.nextInt(4) == 0 ? random.nextInt() : pick(IMMEDIATES);
        int offset = random.nextInt(4) == 0 ? (short) random.nextInt() : pick(OFFSETS);
        int src = random.nextBoolean() ? 0 : random.nextInt(12);
        int dst = random.nextInt(4) == 0 ? 0 : random.nextInt(12);
        return new RawInsn(random.nextInt(256), dst, src, offset, imm);
    }

    private Insn decodeAt(int slot, RawInsn raw) {
        if (raw.opcode() == Opcode.LOAD_IMMEDIATE) {
            RawInsn second = new RawInsn(0, 0, 0, 0, pick(IMMEDIATES));
            return InsnDecoder.decode(List.of(raw, second)).at(0);
        }
        List<RawInsn> program = new ArrayList<>();
        for (int i = 0; i < slot; i++) {
            program.add(new RawInsn(0x95, 0, 0, 0, 0));
        }
        program.add(raw);
        return InsnDecoder.decode(program).at(slot);
    }

    private int pick(int[] values) {
        return values[random.nextInt(values.length)];
    }
}
