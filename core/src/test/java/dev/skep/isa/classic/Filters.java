package dev.skep.isa.classic;

import dev.skep.diag.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random filters that the validator accepts.
final class Filters {
    private static final int[] ALU_BITS = {
        0x00, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0x90, 0xa0,
    };
    private static final int[] JUMPS = {0x10, 0x20, 0x30, 0x40};
    private static final int[] LOADS = {0x20, 0x28, 0x30, 0x40, 0x48, 0x50};
    private static final int[] OTHERS = {
        0x00, 0x01, 0x60, 0x61, 0x80, 0x81, 0x84, 0x07, 0x87, 0xb1
    };

    private final Random random;

    Filters(long seed) {
        random = new Random(seed);
    }

    /// A filter of up to 40 instructions that starts by storing to `M[0]` to `M[2]`.
    ClassicProgram next(Flavour flavour) {
        while (true) {
            ClassicProgram program = attempt();
            try {
                ClassicValidator.check(program, flavour);
                return program;
            } catch (MalformedException _) {
                continue;
            }
        }
    }

    private ClassicProgram attempt() {
        int size = 3 + random.nextInt(12);
        List<ClassicInsn> insns = new ArrayList<>();
        for (int word = 0; word < 3; word++) {
            insns.add(ClassicInsn.of(random.nextBoolean() ? 0x02 : 0x03, word));
        }
        for (int i = 0; i < size; i++) {
            insns.add(insn(size - i));
        }
        insns.add(ClassicInsn.of(random.nextBoolean() ? 0x16 : 0x06, random.nextInt()));
        return new ClassicProgram(insns);
    }

    private ClassicInsn insn(int left) {
        int source = random.nextBoolean() ? 8 : 0;
        return switch (random.nextInt(9)) {
            case 0, 1 -> ClassicInsn.of(0x04 | pick(ALU_BITS) | source, constant());
            case 2, 3 ->
                    new ClassicInsn(
                            0x05 | pick(JUMPS) | source,
                            random.nextInt(left),
                            random.nextInt(left),
                            constant());
            case 4 -> ClassicInsn.of(random.nextBoolean() ? 0x02 : 0x03, random.nextInt(3));
            case 5, 6 -> ClassicInsn.of(pick(LOADS), offset());
            case 7 -> ClassicInsn.of(0x05, random.nextInt(left));
            default -> other();
        };
    }

    private ClassicInsn other() {
        int code = pick(OTHERS);
        boolean word = code == 0x60 || code == 0x61;
        return ClassicInsn.of(code, word ? random.nextInt(3) : constant());
    }

    private int offset() {
        return switch (random.nextInt(5)) {
            case 0 -> Extension.BASE + 40;
            case 1 -> random.nextInt(64) & ~3;
            default -> random.nextInt(70);
        };
    }

    private int constant() {
        return random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(40);
    }

    private int pick(int[] values) {
        return values[random.nextInt(values.length)];
    }
}
