package dev.skep.isa;

import dev.skep.diag.Code;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import java.util.function.ToIntFunction;

/// A raw instruction at its place, while it is decoded. What the instruction demands of its fields
/// is asked here, and ends in a diagnostic where it is not met.
record Slot(RawInsn raw, int index) {
    /// A field that an instruction may leave unused.
    enum Field {
        DST("dst", RawInsn::dst),
        SRC("src", RawInsn::src),
        OFFSET("offset", RawInsn::offset),
        IMM("imm", RawInsn::imm);

        private final String label;
        private final ToIntFunction<RawInsn> value;

        Field(String label, ToIntFunction<RawInsn> value) {
            this.label = label;
            this.value = value;
        }
    }

    int opcode() {
        return raw.opcode();
    }

    int instructionClass() {
        return raw.opcode() & 0x07;
    }

    /// The operation bits of arithmetic and jumps.
    int operation() {
        return raw.opcode() & 0xf0;
    }

    /// The mode bits of loads and stores.
    int mode() {
        return raw.opcode() & 0xe0;
    }

    boolean fromRegister() {
        return (raw.opcode() & Opcode.REGISTER) != 0;
    }

    MemorySize size() {
        return MemorySize.ofBits(raw.opcode() & 0x18);
    }

    int dst() {
        return register(raw.dst());
    }

    int src() {
        return register(raw.src());
    }

    int offset() {
        return raw.offset();
    }

    int imm() {
        return raw.imm();
    }

    /// Where a jump by `distance` leads: distances count from the next slot.
    int target(int distance) {
        return index + 1 + distance;
    }

    /// The second operand: the source register or the immediate, whichever the opcode selects; the
    /// other one has to be zero.
    Operand operand(String kernelMessage) {
        if (fromRegister()) {
            unused(kernelMessage, Field.IMM);
            return new Operand.Register(src());
        }
        unused(kernelMessage, Field.SRC);
        return new Operand.Immediate(imm());
    }

    /// Demands that `fields` are zero.
    void unused(String kernelMessage, Field... fields) {
        for (Field field : fields) {
            int value = field.value.applyAsInt(raw);
            if (value != 0) {
                throw refuse(
                        IsaCode.RESERVED_FIELD,
                        "opcode 0x%02x does not use the field %s, which holds %d"
                                .formatted(opcode(), field.label, value),
                        "set the field to 0; a later instruction set may give it a meaning",
                        kernelMessage);
            }
        }
    }

    MalformedException unknown() {
        boolean strangeLoad = instructionClass() == Opcode.LDX && mode() != Opcode.MEMSX;
        return refuse(
                IsaCode.UNKNOWN_OPCODE,
                "no instruction has the opcode 0x%02x".formatted(opcode()),
                "check that this is eBPF code, in the right byte order",
                strangeLoad
                        ? "BPF_LDX uses reserved fields"
                        : "unknown opcode %02x".formatted(opcode()));
    }

    MalformedException meaningless(String what, String remedy, String kernelMessage) {
        return refuse(IsaCode.MEANINGLESS_VALUE, what, remedy, kernelMessage);
    }

    MalformedException refuse(Code code, String message, String remedy, String kernelMessage) {
        return new MalformedException(
                Diagnostic.of(code, message)
                        .at(new Place.InProgram("", index, "", raw.hex()))
                        .fix(remedy)
                        .kernelSays(kernelMessage));
    }

    static MalformedException cutOff(int bytes) {
        return new MalformedException(
                Diagnostic.of(
                                IsaCode.CUT_OFF,
                                "%d bytes are no whole number of 8-byte instructions"
                                        .formatted(bytes))
                        .at(new Place.InBytes("", bytes - bytes % RawInsn.BYTES))
                        .fix("check where the program starts and ends"));
    }

    private int register(int number) {
        if (number > Registers.LAST) {
            throw refuse(
                    IsaCode.NO_SUCH_REGISTER,
                    "there is no register r" + number,
                    "registers are r0 to r10",
                    "R%d is invalid".formatted(number));
        }
        return number;
    }
}
