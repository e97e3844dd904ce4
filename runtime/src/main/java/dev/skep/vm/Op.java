package dev.skep.vm;

/// The numbers that the loop switches over: arithmetic first, then branches, each in four forms
/// next to each other, then the others. The first two follow the order of the rows in
/// [dev.skep.isa.AluOp] and [dev.skep.isa.Condition].
final class Op {
    /// The forms of arithmetic and branches: operand an immediate or a register, 32 or 64 bits.
    static final int IMM32 = 0;

    static final int REG32 = 1;
    static final int IMM64 = 2;
    static final int REG64 = 3;

    static final int FORMS = 4;

    static final int ADD = 0;
    static final int SUB = 4;
    static final int MUL = 8;
    static final int DIV = 12;
    static final int SDIV = 16;
    static final int OR = 20;
    static final int AND = 24;
    static final int LSH = 28;
    static final int RSH = 32;
    static final int MOD = 36;
    static final int SMOD = 40;
    static final int XOR = 44;
    static final int MOV = 48;
    static final int ARSH = 52;

    static final int BRANCHES = 56;

    static final int EQ = 56;
    static final int GT = 60;
    static final int GE = 64;
    static final int SET = 68;
    static final int NE = 72;
    static final int SGT = 76;
    static final int SGE = 80;
    static final int LT = 84;
    static final int LE = 88;
    static final int SLT = 92;
    static final int SLE = 96;

    static final int LOAD8 = 100;
    static final int LOAD16 = 101;
    static final int LOAD32 = 102;
    static final int LOAD64 = 103;
    static final int LOAD_SIGNED8 = 104;
    static final int LOAD_SIGNED16 = 105;
    static final int LOAD_SIGNED32 = 106;
    static final int STORE_REG8 = 107;
    static final int STORE_REG16 = 108;
    static final int STORE_REG32 = 109;
    static final int STORE_REG64 = 110;
    static final int STORE_IMM8 = 111;
    static final int STORE_IMM16 = 112;
    static final int STORE_IMM32 = 113;
    static final int STORE_IMM64 = 114;

    static final int LOAD_IMMEDIATE = 115;
    static final int NEGATE32 = 116;
    static final int NEGATE64 = 117;
    static final int SWAP16 = 118;
    static final int SWAP32 = 119;
    static final int SWAP64 = 120;
    static final int ZERO_EXTEND16 = 121;
    static final int ZERO_EXTEND32 = 122;
    static final int SIGN_EXTEND8 = 123;
    static final int SIGN_EXTEND16 = 124;
    static final int SIGN_EXTEND32 = 125;
    static final int SIGN_EXTEND8_TO_32 = 126;
    static final int SIGN_EXTEND16_TO_32 = 127;

    static final int GOTO = 128;
    static final int CALL_HELPER = 129;
    static final int CALL_SUBPROGRAM = 130;
    static final int EXIT = 131;

    /// Nothing to do.
    static final int NOTHING = 132;

    /// Whatever [Uncommon] does.
    static final int UNCOMMON = 133;

    /// Behind the last instruction, or in the middle of a wide one.
    static final int NO_INSTRUCTION = 134;

    private Op() {}
}
