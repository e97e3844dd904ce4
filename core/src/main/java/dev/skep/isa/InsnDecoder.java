package dev.skep.isa;

import dev.skep.isa.Slot.Field;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Bytes to instructions (RFC 9669, and what Linux 6.18 adds).
///
/// What it accepts, [InsnEncoder] turns back into the same bytes; everything else it refuses with a
/// [dev.skep.diag.MalformedException] that names the slot: unknown opcodes, registers above r10,
/// reserved fields that are not zero. It does not ask whether jumps and calls lead to an
/// instruction: code that is not linked yet has calls that lead nowhere.
public final class InsnDecoder {
    private InsnDecoder() {}

    /// Decodes a whole program.
    ///
    /// @param order the byte order of the machine it was compiled for
    public static Bytecode decode(byte[] code, ByteOrder order) {
        return decode(RawInsn.readAll(code, order));
    }

    /// Decodes a whole program, already split into slots.
    public static Bytecode decode(List<RawInsn> slots) {
        List<Insn> insns = new ArrayList<>(slots.size());
        int index = 0;
        while (index < slots.size()) {
            Slot slot = new Slot(slots.get(index), index);
            Insn insn =
                    slot.opcode() == Opcode.LOAD_IMMEDIATE ? wideLoad(slot, slots) : decode(slot);
            insns.add(insn);
            index += insn.slots();
        }
        return Bytecode.of(insns);
    }

    private static Insn decode(Slot slot) {
        return switch (slot.instructionClass()) {
            case Opcode.LD -> packetLoad(slot);
            case Opcode.LDX, Opcode.ST, Opcode.STX -> MemoryDecoder.decode(slot);
            case Opcode.JMP, Opcode.JMP32 -> JumpDecoder.decode(slot);
            default -> AluDecoder.decode(slot);
        };
    }

    private static Insn wideLoad(Slot slot, List<RawInsn> slots) {
        int high = highHalf(slot, slots);
        slot.unused("BPF_LD_IMM64 uses reserved fields", Field.OFFSET);
        ImmediateKind kind = ImmediateKind.ofField(slot.raw().src());
        if (kind == null) {
            throw slot.meaningless(
                    "src = %d is no kind of 64-bit immediate".formatted(slot.raw().src()),
                    "kinds are 0 to 6 (RFC 9669 section 5.4)",
                    "unrecognized bpf_ld_imm64 insn");
        }
        long value = (long) high << 32 | Integer.toUnsignedLong(slot.imm());
        if (!kind.allows(value)) {
            throw slot.meaningless(
                    "an immediate of the kind %s has 32 bits only".formatted(kind),
                    "set the second slot's imm to 0",
                    "unrecognized bpf_ld_imm64 insn");
        }
        return new Insn.LoadImmediate(slot.dst(), kind, value);
    }

    /// The immediate of the second slot, which has no other field.
    private static int highHalf(Slot slot, List<RawInsn> slots) {
        boolean last = slot.index() + 1 == slots.size();
        RawInsn second = last ? slot.raw() : slots.get(slot.index() + 1);
        if (!second.equals(new RawInsn(0, 0, 0, 0, second.imm()))) {
            throw slot.refuse(
                    IsaCode.BROKEN_WIDE_LOAD,
                    last
                            ? "the program ends within a 64-bit immediate load"
                            : "the second slot of a 64-bit immediate load holds " + second.hex(),
                    "give it a second slot whose fields are 0, but for imm",
                    "invalid bpf_ld_imm64 insn");
        }
        return second.imm();
    }

    private static Insn packetLoad(Slot slot) {
        String kernel = "BPF_LD_[ABS|IND] uses reserved fields";
        boolean indexed = slot.mode() == Opcode.IND;
        MemorySize size = slot.size();
        if (!indexed && slot.mode() != Opcode.ABS || size == MemorySize.DW) {
            throw slot.unknown();
        }
        slot.unused(kernel, Field.DST, Field.OFFSET);
        if (!indexed) {
            slot.unused(kernel, Field.SRC);
        }
        return new Insn.PacketLoad(size, indexed ? slot.src() : -1, slot.imm());
    }
}
