package dev.skep.vm;

import dev.skep.diag.MalformedException;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.InsnDecoder;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Programs of random instructions whose jumps lead to instructions.
final class RandomCode {
    private static final int LONGEST = 40;
    private static final int REGISTERS = 11;
    private static final int SLOT = 8;
    private static final int[] OFFSETS = {0, 0, 1, 4, 8, 16, 60, 64, -1, -8, -16, -512, 0x7fff};
    private static final int[] IMMEDIATES = {0, 0, 0, 1, 2, 16, 32, 64, -1, 0xe1, 0xf1, 1 << 31};

    private final Random random;

    RandomCode(Random random) {
        this.random = random;
    }

    /// The next program; it ends with an exit.
    Bytecode next() {
        List<Insn> insns = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        int slots = 0;
        int count = 1 + random.nextInt(LONGEST);
        for (int i = 0; i < count; i++) {
            Insn insn = i + 1 == count ? new Insn.Exit() : insn();
            insns.add(insn);
            starts.add(slots);
            slots += insn.slots();
        }
        insns.replaceAll(insn -> retarget(insn, starts.get(random.nextInt(starts.size()))));
        return Bytecode.of(insns);
    }

    private Insn insn() {
        while (true) {
            byte[] bytes = new byte[SLOT];
            bytes[0] = (byte) random.nextInt(256);
            bytes[1] = (byte) (random.nextInt(REGISTERS) << 4 | random.nextInt(REGISTERS));
            int offset = OFFSETS[random.nextInt(OFFSETS.length)];
            bytes[2] = (byte) offset;
            bytes[3] = (byte) (offset >> 8);
            int immediate = IMMEDIATES[random.nextInt(IMMEDIATES.length)];
            for (int i = 0; i < Integer.BYTES; i++) {
                bytes[4 + i] = (byte) (immediate >> 8 * i);
            }
            try {
                return InsnDecoder.decode(bytes, ByteOrder.LITTLE_ENDIAN).at(0);
            } catch (MalformedException _) {
                continue;
            }
        }
    }

    private static Insn retarget(Insn insn, int target) {
        return switch (insn) {
            case Insn.Goto i -> new Insn.Goto(target, i.wide());
            case Insn.Branch i ->
                    new Insn.Branch(i.condition(), i.width(), i.dst(), i.src(), target);
            case Insn.MayGoto _ -> new Insn.MayGoto(target);
            case Insn.CallSubprogram _ -> new Insn.CallSubprogram(target);
            case Insn.Alu _,
                    Insn.Negate _,
                    Insn.SignExtend _,
                    Insn.ByteSwap _,
                    Insn.CastAddressSpace _,
                    Insn.LoadImmediate _,
                    Insn.Load _,
                    Insn.Store _,
                    Insn.Atomic _,
                    Insn.LoadAcquire _,
                    Insn.StoreRelease _,
                    Insn.PacketLoad _,
                    Insn.CallHelper _,
                    Insn.CallKfunc _,
                    Insn.CallRegister _,
                    Insn.Exit _ ->
                    insn;
        };
    }
}
