package dev.skep.isa;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Instructions to bytes: the inverse of [InsnDecoder].
public final class InsnEncoder {
    private InsnEncoder() {}

    /// Encodes a whole program, 8 bytes a slot.
    ///
    /// @param order the byte order of the machine it shall run on
    /// @throws MalformedException if a jump is too far for the 16 bits of its offset
    public static byte[] encode(Bytecode code, ByteOrder order) {
        byte[] bytes = new byte[Math.multiplyExact(code.slots(), RawInsn.BYTES)];
        int at = 0;
        for (RawInsn raw : raw(code)) {
            raw.write(bytes, at, order);
            at += RawInsn.BYTES;
        }
        return bytes;
    }

    /// Every slot of a program, in order.
    ///
    /// @throws MalformedException if a jump is too far for the 16 bits of its offset
    public static List<RawInsn> raw(Bytecode code) {
        List<RawInsn> slots = new ArrayList<>(code.slots());
        for (Insn insn : code.insns()) {
            slots.addAll(raw(insn, slots.size()));
        }
        return slots;
    }

    /// The one or two slots of the instruction that stands at `slot`.
    ///
    /// @throws MalformedException if a jump is too far for the 16 bits of its offset
    public static List<RawInsn> raw(Insn insn, int slot) {
        return insn instanceof Insn.LoadImmediate load
                ? List.of(
                        new RawInsn(
                                Opcode.LOAD_IMMEDIATE,
                                load.dst(),
                                load.kind().ordinal(),
                                0,
                                (int) load.value()),
                        new RawInsn(0, 0, 0, 0, (int) (load.value() >>> 32)))
                : List.of(single(insn, slot));
    }

    private static RawInsn single(Insn insn, int slot) {
        return switch (insn) {
            case Insn.Alu i ->
                    operation(
                            classOf(i.width()) | i.op().bits(), i.dst(), i.op().offset(), i.src());
            case Insn.Negate i -> slot(classOf(i.width()) | Opcode.NEG, i.dst(), 0, 0, 0);
            case Insn.SignExtend i ->
                    slot(
                            classOf(i.width()) | AluOp.MOV.bits() | Opcode.REGISTER,
                            i.dst(),
                            i.src(),
                            i.bits(),
                            0);
            case Insn.ByteSwap i -> slot(opcode(i.op()), i.dst(), 0, 0, i.bits());
            case Insn.CastAddressSpace i ->
                    slot(
                            Opcode.ALU64 | AluOp.MOV.bits() | Opcode.REGISTER,
                            i.dst(),
                            i.src(),
                            Opcode.CAST,
                            i.to() << 16 | i.from());
            case Insn.LoadImmediate i -> throw new IllegalStateException("two slots: " + i);
            case Insn.Load i ->
                    slot(
                            Opcode.LDX | (i.signed() ? Opcode.MEMSX : Opcode.MEM) | i.size().bits(),
                            i.dst(),
                            i.base(),
                            i.offset(),
                            0);
            case Insn.Store i -> store(i);
            case Insn.Atomic i ->
                    atomic(
                            i.size(),
                            i.base(),
                            i.src(),
                            i.offset(),
                            i.op().bits() | (i.fetch() ? Opcode.FETCH : 0));
            case Insn.LoadAcquire i ->
                    atomic(i.size(), i.dst(), i.base(), i.offset(), Opcode.LOAD_ACQUIRE);
            case Insn.StoreRelease i ->
                    atomic(i.size(), i.base(), i.src(), i.offset(), Opcode.STORE_RELEASE);
            case Insn.PacketLoad i ->
                    i.index() < 0
                            ? slot(Opcode.ABS | i.size().bits(), 0, 0, 0, i.immediate())
                            : slot(Opcode.IND | i.size().bits(), 0, i.index(), 0, i.immediate());
            case Insn.Goto i ->
                    i.wide()
                            ? slot(Opcode.JMP32, 0, 0, 0, i.target() - slot - 1)
                            : slot(Opcode.JMP, 0, 0, distance(insn, slot, i.target()), 0);
            case Insn.Branch i ->
                    operation(
                            (i.width() == Width.W64 ? Opcode.JMP : Opcode.JMP32)
                                    | i.condition().bits(),
                            i.dst(),
                            distance(insn, slot, i.target()),
                            i.src());
            case Insn.MayGoto i ->
                    slot(Opcode.JMP | Opcode.JCOND, 0, 0, distance(insn, slot, i.target()), 0);
            case Insn.CallHelper i -> call(Opcode.CALL_HELPER, 0, i.id());
            case Insn.CallSubprogram i -> call(Opcode.CALL_SUBPROGRAM, 0, i.target() - slot - 1);
            case Insn.CallKfunc i -> call(Opcode.CALL_KFUNC, i.module(), i.btfId());
            case Insn.CallRegister i ->
                    slot(Opcode.JMP | Opcode.CALL | Opcode.REGISTER, i.register(), 0, 0, 0);
            case Insn.Exit _ -> slot(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0);
        };
    }

    private static RawInsn store(Insn.Store store) {
        int opcode = Opcode.MEM | store.size().bits();
        return switch (store.src()) {
            case Operand.Register r ->
                    slot(Opcode.STX | opcode, store.base(), r.number(), store.offset(), 0);
            case Operand.Immediate i ->
                    slot(Opcode.ST | opcode, store.base(), 0, store.offset(), i.value());
        };
    }

    private static RawInsn operation(int opcode, int dst, int offset, Operand src) {
        return switch (src) {
            case Operand.Register r -> slot(opcode | Opcode.REGISTER, dst, r.number(), offset, 0);
            case Operand.Immediate i -> slot(opcode, dst, 0, offset, i.value());
        };
    }

    private static RawInsn atomic(MemorySize size, int dst, int src, int offset, int imm) {
        return slot(Opcode.STX | Opcode.ATOMIC | size.bits(), dst, src, offset, imm);
    }

    private static RawInsn call(int kind, int offset, int imm) {
        return slot(Opcode.JMP | Opcode.CALL, 0, kind, offset, imm);
    }

    private static RawInsn slot(int opcode, int dst, int src, int offset, int imm) {
        return new RawInsn(opcode, dst, src, offset, imm);
    }

    private static int classOf(Width width) {
        return width == Width.W64 ? Opcode.ALU64 : Opcode.ALU;
    }

    private static int opcode(ByteOrderOp op) {
        return Opcode.END
                | switch (op) {
                    case TO_LITTLE -> Opcode.ALU;
                    case TO_BIG -> Opcode.ALU | Opcode.REGISTER;
                    case SWAP -> Opcode.ALU64;
                };
    }

    private static int distance(Insn insn, int slot, int target) {
        int distance = target - slot - 1;
        if (distance != (short) distance) {
            throw new MalformedException(
                    Diagnostic.of(
                                    IsaCode.TOO_FAR,
                                    "a jump by %d instructions does not fit into 16 bits"
                                            .formatted(distance))
                            .at(new Place.InProgram("", slot, "", insn.toString()))
                            .fix("jump over a gotol, which has 32 bits"));
        }
        return distance;
    }
}
