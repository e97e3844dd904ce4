package dev.skep.isa;

/// The parts an opcode byte is made of (RFC 9669 sections 3.1, 4.1, 4.3 and 5). Operations have
/// their bits in [AluOp], [Condition] and [AtomicOp], sizes in [MemorySize].
final class Opcode {
    // Instruction classes: the low three bits.
    static final int LD = 0x00;
    static final int LDX = 0x01;
    static final int ST = 0x02;
    static final int STX = 0x03;
    static final int ALU = 0x04;
    static final int JMP = 0x05;
    static final int JMP32 = 0x06;
    static final int ALU64 = 0x07;

    /// The second operand is a register (arithmetic and jumps); also "to big endian".
    static final int REGISTER = 0x08;

    // Arithmetic operations that are no AluOp.
    static final int NEG = 0x80;
    static final int END = 0xd0;

    // Jumps that are no Condition.
    static final int JA = 0x00;
    static final int CALL = 0x80;
    static final int EXIT = 0x90;
    static final int JCOND = 0xe0;

    // Modes of loads and stores: the high three bits.
    static final int IMM = 0x00;
    static final int ABS = 0x20;
    static final int IND = 0x40;
    static final int MEM = 0x60;
    static final int MEMSX = 0x80;
    static final int ATOMIC = 0xc0;

    // Immediates of atomic instructions.
    static final int FETCH = 0x01;
    static final int LOAD_ACQUIRE = 0x100;
    static final int STORE_RELEASE = 0x110;

    // The offset of a move that casts between address spaces.
    static final int CAST = 1;

    // The source field of a call.
    static final int CALL_HELPER = 0;
    static final int CALL_SUBPROGRAM = 1;
    static final int CALL_KFUNC = 2;

    /// The first slot of a 64-bit immediate load.
    static final int LOAD_IMMEDIATE = LD | IMM | 0x18;

    private Opcode() {}
}
