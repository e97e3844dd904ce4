package dev.skep.isa.classic;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import dev.skep.isa.AluOp;
import java.util.Arrays;
import java.util.List;

/// Accepts the classic filters that Linux accepts. All jumps lead forward, so that a filter always
/// ends.
public final class ClassicValidator {
    private static final int WORDS = 16;
    private static final int SECCOMP_DATA_BYTES = 64;

    private final List<ClassicInsn> insns;
    private final Flavour flavour;

    private ClassicValidator(ClassicProgram program, Flavour flavour) {
        this.insns = program.insns();
        this.flavour = flavour;
    }

    /// Checks a filter.
    ///
    /// @throws MalformedException if Linux would refuse it; its place is the instruction
    public static void check(ClassicProgram program, Flavour flavour) {
        int size = program.insns().size();
        if (size == 0 || size > ClassicProgram.MOST_INSNS) {
            throw new MalformedException(
                    Diagnostic.of(
                                    ClassicCode.WRONG_LENGTH,
                                    "the filter has %d instructions".formatted(size))
                            .fix("Linux takes 1 to %d".formatted(ClassicProgram.MOST_INSNS))
                            .kernelSays("EINVAL"));
        }
        ClassicValidator validator = new ClassicValidator(program, flavour);
        for (int at = 0; at < size; at++) {
            validator.checkInsn(at);
        }
        validator.checkEnd();
        validator.checkScratchWords();
    }

    private void checkInsn(int at) {
        ClassicInsn insn = insns.get(at);
        int code = insn.code();
        if (!ClassicOpcode.known(code)) {
            throw fail(
                    at,
                    ClassicCode.UNKNOWN_OPCODE,
                    "no classic instruction has the opcode 0x%02x".formatted(code),
                    "check that this is classic BPF, in the right byte order");
        }
        checkArithmetic(at, insn);
        checkJumps(at, insn);
        if (usesWord(code) && Integer.compareUnsigned(insn.k(), WORDS) >= 0) {
            throw fail(
                    at,
                    ClassicCode.NO_SUCH_WORD,
                    "there is no scratch word %s".formatted(Integer.toUnsignedString(insn.k())),
                    "use M[0] to M[15]");
        }
        switch (flavour) {
            case SOCKET_FILTER -> checkExtension(at, insn);
            case SECCOMP -> checkSeccomp(at, insn);
        }
    }

    private void checkArithmetic(int at, ClassicInsn insn) {
        AluOp op = ClassicOpcode.arithmetic(insn.code());
        if (op == null || ClassicOpcode.usesX(insn.code())) {
            return;
        }
        if ((op == AluOp.DIV || op == AluOp.MOD) && insn.k() == 0) {
            throw fail(
                    at,
                    ClassicCode.DIVISION_BY_ZERO,
                    "a division by the constant 0",
                    "divide by something else");
        }
        boolean shift = op == AluOp.LSH || op == AluOp.RSH;
        if (shift && Integer.compareUnsigned(insn.k(), 32) >= 0) {
            throw fail(
                    at,
                    ClassicCode.SHIFT_TOO_FAR,
                    "a shift by %s bits".formatted(Integer.toUnsignedString(insn.k())),
                    "A has 32 bits: shift by 0 to 31");
        }
    }

    private void checkJumps(int at, ClassicInsn insn) {
        long farthest = -1;
        if (insn.code() == ClassicOpcode.JA) {
            farthest = Integer.toUnsignedLong(insn.k());
        } else if (ClassicOpcode.condition(insn.code()) != null) {
            farthest = Math.max(insn.jt(), insn.jf());
        }
        if (at + 1 + farthest >= insns.size() && farthest >= 0) {
            throw fail(
                    at,
                    ClassicCode.JUMP_OUT_OF_RANGE,
                    "a jump to %d, but the filter has %d instructions"
                            .formatted(at + 1 + farthest, insns.size()),
                    "jump to an instruction of the filter");
        }
    }

    private void checkExtension(int at, ClassicInsn insn) {
        boolean beyond = Integer.compareUnsigned(insn.k(), Extension.BASE) >= 0;
        if (ClassicOpcode.loadsAbsolute(insn.code())
                && beyond
                && Extension.find(insn.k()) == null) {
            throw fail(
                    at,
                    ClassicCode.UNKNOWN_EXTENSION,
                    "there is no extension at SKF_AD_OFF %+d".formatted(insn.k() - Extension.BASE),
                    "extensions stand at the multiples of 4 from 0 to 60");
        }
    }

    private void checkSeccomp(int at, ClassicInsn insn) {
        int code = insn.code();
        boolean remainder = ClassicOpcode.arithmetic(code) == AluOp.MOD;
        boolean packet = ClassicOpcode.loadsPacket(code) && code != ClassicOpcode.LD_ABS_W;
        if (remainder || packet || code == ClassicOpcode.LDX_MSH) {
            throw fail(
                    at,
                    ClassicCode.NOT_FOR_SECCOMP,
                    "seccomp does not allow this instruction",
                    "load aligned words with ld [k]; there are no remainders and no packets");
        }
        boolean inside = Integer.compareUnsigned(insn.k(), SECCOMP_DATA_BYTES) < 0;
        if (code == ClassicOpcode.LD_ABS_W && (!inside || (insn.k() & 3) != 0)) {
            throw fail(
                    at,
                    ClassicCode.NO_SECCOMP_DATA,
                    "a load at offset %s".formatted(Integer.toUnsignedString(insn.k())),
                    "load at a multiple of 4 from 0 to 60");
        }
    }

    private void checkEnd() {
        int last = insns.size() - 1;
        int code = insns.get(last).code();
        if (code != ClassicOpcode.RET_K && code != ClassicOpcode.RET_A) {
            throw fail(
                    last,
                    ClassicCode.NO_RETURN,
                    "the last instruction is no return",
                    "end the filter with ret");
        }
    }

    /// Every scratch word must be written before it is read, on each way. Like Linux, this takes a
    /// return to lead on to the next instruction.
    private void checkScratchWords() {
        int[] written = new int[insns.size()];
        Arrays.fill(written, ~0);
        int now = 0;
        for (int at = 0; at < insns.size(); at++) {
            ClassicInsn insn = insns.get(at);
            now &= written[at];
            switch (insn.code()) {
                case ClassicOpcode.ST, ClassicOpcode.STX -> now |= 1 << insn.k();
                case ClassicOpcode.LD_MEM, ClassicOpcode.LDX_MEM -> checkWritten(at, now);
                case ClassicOpcode.JA -> {
                    written[at + 1 + insn.k()] &= now;
                    now = ~0;
                }
                default -> {
                    if (ClassicOpcode.condition(insn.code()) != null) {
                        written[at + 1 + insn.jt()] &= now;
                        written[at + 1 + insn.jf()] &= now;
                        now = ~0;
                    }
                }
            }
        }
    }

    private void checkWritten(int at, int written) {
        int word = insns.get(at).k();
        if ((written & 1 << word) == 0) {
            throw fail(
                    at,
                    ClassicCode.UNINITIALISED_WORD,
                    "M[%d] is not written on every way to here".formatted(word),
                    "store to it first");
        }
    }

    private static boolean usesWord(int code) {
        return code == ClassicOpcode.LD_MEM
                || code == ClassicOpcode.LDX_MEM
                || code == ClassicOpcode.ST
                || code == ClassicOpcode.STX;
    }

    private MalformedException fail(int at, ClassicCode code, String message, String remedy) {
        String text = ClassicPrinter.print(insns.get(at), at).replaceAll("\\s+", " ");
        return new MalformedException(
                Diagnostic.of(code, message)
                        .at(new Place.InProgram("", at, "", text))
                        .fix(remedy)
                        .kernelSays("EINVAL"));
    }
}
