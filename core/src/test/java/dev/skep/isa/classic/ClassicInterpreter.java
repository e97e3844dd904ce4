package dev.skep.isa.classic;

/// Runs classic filters by their definition: the expectation that translations are held to. It
/// knows the one extension that needs nothing but A and X.
final class ClassicInterpreter {
    private final byte[] packet;
    private final Flavour flavour;
    private final int[] words = new int[16];
    private int a;
    private int x;

    private ClassicInterpreter(byte[] packet, Flavour flavour) {
        this.packet = packet;
        this.flavour = flavour;
    }

    /// What the filter returns for `data`: a packet, or `struct seccomp_data`.
    static int run(ClassicProgram program, Flavour flavour, byte[] data) {
        return new ClassicInterpreter(data, flavour).run(program);
    }

    private int run(ClassicProgram program) {
        int pc = 0;
        while (true) {
            ClassicInsn i = program.insns().get(pc++);
            int operand = (i.code() & 8) != 0 ? x : i.k();
            switch (i.code() & 7) {
                case 0 -> {
                    Integer loaded = load(i);
                    if (loaded == null) {
                        return 0;
                    }
                    a = loaded;
                }
                case 1 -> {
                    Integer loaded = loadX(i);
                    if (loaded == null) {
                        return 0;
                    }
                    x = loaded;
                }
                case 2 -> words[i.k()] = a;
                case 3 -> words[i.k()] = x;
                case 4 -> {
                    int op = i.code() & 0xf0;
                    if ((op == 0x30 || op == 0x90) && operand == 0) {
                        return 0;
                    }
                    a = alu(op, operand);
                }
                case 5 -> pc += jump(i, operand);
                case 6 -> {
                    return i.code() == 0x16 ? a : i.k();
                }
                default -> {
                    if (i.code() == 0x07) {
                        x = a;
                    } else {
                        a = x;
                    }
                }
            }
        }
    }

    private Integer load(ClassicInsn i) {
        return switch (i.code()) {
            case 0x00 -> i.k();
            case 0x60 -> words[i.k()];
            case 0x80 -> length();
            case 0x20 -> i.k() == Extension.BASE + 40 ? Integer.valueOf(a ^ x) : bytes(i.k(), 4);
            case 0x28 -> i.k() == Extension.BASE + 40 ? Integer.valueOf(a ^ x) : bytes(i.k(), 2);
            case 0x30 -> i.k() == Extension.BASE + 40 ? Integer.valueOf(a ^ x) : bytes(i.k(), 1);
            case 0x40 -> bytes(x + i.k(), 4);
            case 0x48 -> bytes(x + i.k(), 2);
            default -> bytes(x + i.k(), 1);
        };
    }

    private Integer loadX(ClassicInsn i) {
        return switch (i.code()) {
            case 0x01 -> i.k();
            case 0x61 -> words[i.k()];
            case 0x81 -> length();
            default -> {
                Integer loaded = bytes(i.k(), 1);
                yield loaded == null ? null : (loaded & 0xf) * 4;
            }
        };
    }

    private int length() {
        return flavour == Flavour.SECCOMP ? 64 : packet.length;
    }

    /// Packets are big endian, the data of system calls is in the machine's order, here little.
    private Integer bytes(int offset, int count) {
        if (offset < 0 || offset > packet.length - count) {
            return null;
        }
        int value = 0;
        for (int i = 0; i < count; i++) {
            int at = flavour == Flavour.SECCOMP ? count - 1 - i : i;
            value = value << 8 | packet[offset + at] & 0xff;
        }
        return value;
    }

    private int alu(int op, int operand) {
        return switch (op) {
            case 0x00 -> a + operand;
            case 0x10 -> a - operand;
            case 0x20 -> a * operand;
            case 0x30 -> Integer.divideUnsigned(a, operand);
            case 0x40 -> a | operand;
            case 0x50 -> a & operand;
            case 0x60 -> a << operand;
            case 0x70 -> a >>> operand;
            case 0x80 -> -a;
            case 0x90 -> Integer.remainderUnsigned(a, operand);
            default -> a ^ operand;
        };
    }

    private int jump(ClassicInsn i, int operand) {
        boolean holds =
                switch (i.code() & 0xf0) {
                    case 0x10 -> a == operand;
                    case 0x20 -> Integer.compareUnsigned(a, operand) > 0;
                    case 0x30 -> Integer.compareUnsigned(a, operand) >= 0;
                    default -> (a & operand) != 0;
                };
        return (i.code() & 0xf0) == 0 ? i.k() : holds ? i.jt() : i.jf();
    }
}
