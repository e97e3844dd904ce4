package dev.skep.asm;

import dev.skep.asm.Cursor.Register;
import dev.skep.asm.MemoryReader.Address;
import dev.skep.asm.MemoryReader.Type;
import dev.skep.isa.AluOp;
import dev.skep.isa.AtomicOp;
import dev.skep.isa.ByteOrderOp;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Reads instructions that begin with the register they change.
final class AssignmentReader {
    /// Long symbols first: `s>>=` before `>>=`.
    private static final List<AluOp> OPERATIONS =
            Arrays.stream(AluOp.values())
                    .sorted(Comparator.comparing((AluOp op) -> op.symbol().length()).reversed())
                    .toList();

    private static final List<String> FUNCTIONS =
            List.of(
                    "addr_space_cast",
                    "load_acquire",
                    "cmpxchg_64",
                    "cmpxchg32_32",
                    "xchg_64",
                    "xchg32_32",
                    "atomic_fetch_add",
                    "atomic_fetch_or",
                    "atomic_fetch_and",
                    "atomic_fetch_xor",
                    "bswap16",
                    "bswap32",
                    "bswap64",
                    "be16",
                    "be32",
                    "be64",
                    "le16",
                    "le32",
                    "le64");

    private final Cursor cursor;
    private final MemoryReader memory;
    private final boolean wideImmediate;

    /// Reads at `cursor`.
    ///
    /// @param opcode the opcode that a log shows in front of the instruction, -1 if none: logs do
    ///   not tell a 64-bit immediate from a 32-bit one otherwise
    AssignmentReader(Cursor cursor, int opcode) {
        this.cursor = cursor;
        this.memory = new MemoryReader(cursor);
        this.wideImmediate = opcode == 0x18;
    }

    /// What follows `dst`, which started at `position`.
    Insn read(Register dst, int position) {
        for (AluOp op : OPERATIONS) {
            if (cursor.accept(op.symbol())) {
                return op == AluOp.MOV ? assignment(dst, position) : arithmetic(op, dst);
            }
        }
        throw cursor.expected("an operator like += or =");
    }

    private Insn arithmetic(AluOp op, Register dst) {
        Operand src =
                cursor.atNumber()
                        ? new Operand.Immediate(cursor.imm())
                        : cursor.register(dst.width()).operand();
        return new Insn.Alu(op, dst.width(), dst.number(), src);
    }

    private Insn assignment(Register dst, int position) {
        if (cursor.atNumber()) {
            return number(dst);
        }
        if (cursor.accept("-")) {
            cursor.sameRegister(dst);
            return new Insn.Negate(dst.width(), dst.number());
        }
        if (cursor.accept("*")) {
            return load(dst, position);
        }
        if (cursor.accept("(")) {
            return signExtension(dst);
        }
        int start = cursor.position();
        if (cursor.registerIfAny() != null) {
            cursor.moveTo(start);
            return new Insn.Alu(
                    AluOp.MOV, dst.width(), dst.number(), cursor.register(dst.width()).operand());
        }
        String word = cursor.word();
        return switch (word) {
            case "map", "var", "subprog" -> reference(word, dst, position);
            case "addr_space_cast" -> cast(dst, position);
            case "load_acquire" -> loadAcquire(dst, position);
            default -> byteSwapOrAtomic(word, dst, position, start);
        };
    }

    private Insn number(Register dst) {
        int start = cursor.position();
        long value = cursor.number();
        if (cursor.accept("ll") || wideImmediate) {
            requireWide(dst, start);
            return new Insn.LoadImmediate(dst.number(), ImmediateKind.VALUE, value);
        }
        if (value < Integer.MIN_VALUE || value > 0xffffffffL) {
            throw cursor.fail(
                    start,
                    AsmCode.OUT_OF_RANGE,
                    "the number does not fit into 32 bits",
                    "write ll behind it for a 64-bit immediate");
        }
        return new Insn.Alu(
                AluOp.MOV, dst.width(), dst.number(), new Operand.Immediate((int) value));
    }

    private Insn signExtension(Register dst) {
        int start = cursor.position();
        int bits =
                switch (cursor.word()) {
                    case "s8" -> 8;
                    case "s16" -> 16;
                    case "s32" -> 32;
                    default -> 64;
                };
        if (bits >= dst.width().bits()) {
            cursor.moveTo(start);
            throw cursor.expected("s8, s16 or (into 64 bits) s32");
        }
        cursor.expect(")");
        Register src = cursor.register(dst.width());
        return new Insn.SignExtend(dst.width(), bits, dst.number(), src.number());
    }

    private Insn load(Register dst, int position) {
        Type type = memory.type();
        if (cursor.accept("skb")) {
            return packetLoad(type, dst, position);
        }
        if (type.signed()) {
            requireWide(dst, position);
        }
        memory.checkValue(dst, type.size(), position);
        Address address = memory.addressInParentheses();
        return new Insn.Load(
                type.size(), type.signed(), dst.number(), address.base(), address.offset());
    }

    private Insn packetLoad(Type type, Register dst, int position) {
        if (type.signed() || type.size() == MemorySize.DW || dst.number() != 0) {
            throw cursor.fail(
                    position,
                    AsmCode.WRONG_REGISTER,
                    "packet loads give u8, u16 or u32, in r0",
                    "write r0 = *(u32 *)skb[...]");
        }
        requireWide(dst, position);
        cursor.expect("[");
        int start = cursor.position();
        Register index = cursor.registerIfAny();
        if (index != null) {
            requireWide(index, start);
        }
        int number = index == null ? -1 : index.number();
        int immediate = 0;
        if (index == null || cursor.accept("+") || cursor.atNumber()) {
            immediate = cursor.imm();
        }
        cursor.expect("]");
        return new Insn.PacketLoad(type.size(), number, immediate);
    }

    private Insn reference(String word, Register dst, int position) {
        requireWide(dst, position);
        cursor.expect("[");
        ImmediateKind kind;
        long value;
        if (word.equals("map")) {
            boolean descriptor = cursor.accept("fd:");
            long low = Integer.toUnsignedLong(cursor.imm());
            cursor.expect("]");
            if (cursor.accept("[0]")) {
                kind = descriptor ? ImmediateKind.MAP_FD_VALUE : ImmediateKind.MAP_INDEX_VALUE;
                value = (cursor.atNumber() ? (long) cursor.imm() << 32 : 0) | low;
            } else {
                kind = descriptor ? ImmediateKind.MAP_FD : ImmediateKind.MAP_INDEX;
                value = low;
            }
        } else {
            kind = word.equals("var") ? ImmediateKind.VARIABLE : ImmediateKind.FUNCTION;
            value = Integer.toUnsignedLong(cursor.imm());
            if (kind == ImmediateKind.VARIABLE && cursor.accept(":")) {
                value |= (long) cursor.imm() << 32;
            }
            cursor.expect("]");
        }
        cursor.accept("ll");
        return new Insn.LoadImmediate(dst.number(), kind, value);
    }

    private Insn cast(Register dst, int position) {
        requireWide(dst, position);
        cursor.expect("(");
        int src = cursor.register(Width.W64).number();
        cursor.expect(",");
        int to = addressSpace();
        cursor.expect(",");
        int from = addressSpace();
        cursor.expect(")");
        return new Insn.CastAddressSpace(dst.number(), src, to, from);
    }

    private int addressSpace() {
        int start = cursor.position();
        int number = cursor.imm();
        if (number != (char) number) {
            throw cursor.outOfRange(start, "16 bits");
        }
        return number;
    }

    private Insn loadAcquire(Register dst, int position) {
        cursor.expect("(");
        MemorySize size = memory.size();
        memory.checkValue(dst, size, position);
        Address address = memory.addressInParentheses();
        cursor.expect(")");
        return new Insn.LoadAcquire(size, dst.number(), address.base(), address.offset());
    }

    private Insn byteSwapOrAtomic(String word, Register dst, int position, int start) {
        for (ByteOrderOp op : ByteOrderOp.values()) {
            for (int bits = 16; bits <= 64; bits *= 2) {
                if (word.equals(op.symbol() + bits)) {
                    requireWide(dst, position);
                    cursor.sameRegister(dst);
                    return new Insn.ByteSwap(op, bits, dst.number());
                }
            }
        }
        AtomicSpelling spelling = AtomicSpelling.find(word);
        if (spelling == null) {
            throw cursor.fail(
                    start,
                    AsmCode.EXPECTED,
                    "nothing that can be assigned begins with '%s'".formatted(word),
                    Suggestion.of(word, FUNCTIONS, "assign a number, a register or a load"));
        }
        return atomic(spelling, dst, position);
    }

    private Insn atomic(AtomicSpelling spelling, Register dst, int position) {
        AtomicOp op = spelling.op();
        cursor.expect("(");
        MemorySize size = spelling.size();
        Address address;
        if (spelling.typed()) {
            int start = cursor.position();
            size = memory.size();
            if (size != MemorySize.DW && (size != MemorySize.W || spelling.size() != null)) {
                cursor.moveTo(start + 1);
                throw cursor.expected(spelling.size() == null ? "u32 or u64" : "u64");
            }
            address = memory.addressInParentheses();
        } else {
            address = memory.address();
        }
        memory.checkValue(dst, size, position);
        cursor.expect(",");
        if (op == AtomicOp.COMPARE_EXCHANGE) {
            compared(dst, size, position);
            cursor.expect(",");
        } else {
            int start = cursor.position();
            if (memory.value(size).number() != dst.number()) {
                throw cursor.fail(
                        start,
                        AsmCode.WRONG_REGISTER,
                        "the old value replaces the operand, in the same register",
                        "write r" + dst.number());
            }
            cursor.moveTo(start);
        }
        Register src = memory.value(size);
        cursor.expect(")");
        return new Insn.Atomic(op, size, address.base(), address.offset(), src.number(), true);
    }

    private void compared(Register dst, MemorySize size, int position) {
        int start = cursor.position();
        if (dst.number() != 0 || memory.value(size).number() != 0) {
            throw cursor.fail(
                    dst.number() == 0 ? start : position,
                    AsmCode.WRONG_REGISTER,
                    "a compare-and-exchange compares with r0 and gives the old value in r0",
                    "write r0");
        }
    }

    private void requireWide(Register register, int position) {
        if (register.width() != Width.W64) {
            throw cursor.fail(
                    position,
                    AsmCode.WRONG_REGISTER,
                    "this instruction works on 64-bit registers",
                    "write r" + register.number());
        }
    }
}
