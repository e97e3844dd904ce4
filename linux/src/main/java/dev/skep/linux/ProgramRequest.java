package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.diag.Diagnostic;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.RawInsn;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.ProgramAttributes;
import dev.skep.program.Program;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// What the kernel is asked to load.
final class ProgramRequest {
    private static final int WIDE_LOAD = 0x18;
    private static final int CALL = 0x85;
    private static final int KFUNC = 2;

    private ProgramRequest() {}

    /// Refuses a program whose type is not known.
    static void demandType(Program program) {
        if (program.type() == null) {
            throw new KernelException(
                    Diagnostic.of(
                                    KernelCode.TYPE,
                                    "section %s names no program type".formatted(program.section()))
                            .at(KernelProgram.place(program))
                            .fix("say what type it is"),
                    0);
        }
    }

    /// The request for `program`, whose type is known, with `code` in the place of its own.
    ///
    /// @param types its types, loaded
    /// @param maps the map in the place of each of its definitions
    /// @param replaced the program whose function it replaces
    /// @param kernel the kernel's types
    static ProgramAttributes of(
            Program program,
            List<RawInsn> code,
            Optional<ProgramAttributes.Types> types,
            IntFunction<Descriptor> maps,
            Optional<KernelProgram> replaced,
            Supplier<Optional<Btf>> kernel) {
        AttachTargets.Target target =
                AttachTargets.of(program, replaced.map(KernelProgram::program), kernel);
        return new ProgramAttributes(
                program.type().id(),
                target.attachType(),
                program.flags(),
                program.name(),
                program.license(),
                program.kernelVersion(),
                bytes(withDescriptors(program, withKernelIds(program, code, kernel), maps)),
                types,
                target.id(),
                replaced.map(KernelProgram::descriptor),
                List.of());
    }

    /// Instructions name maps by their index in the program; the kernel wants their descriptors.
    private static List<RawInsn> withDescriptors(
            Program program, List<RawInsn> code, IntFunction<Descriptor> maps) {
        List<RawInsn> patched = new ArrayList<>(code);
        for (int slot = 0; slot + 1 < code.size(); slot++) {
            RawInsn insn = code.get(slot);
            if (insn.opcode() == WIDE_LOAD) {
                boolean known = insn.imm() >= 0 && insn.imm() < program.maps().size();
                if (known && insn.src() == ImmediateKind.MAP_INDEX.ordinal()) {
                    patched.set(slot, naming(ImmediateKind.MAP_FD, insn, maps));
                } else if (known && insn.src() == ImmediateKind.MAP_INDEX_VALUE.ordinal()) {
                    patched.set(slot, naming(ImmediateKind.MAP_FD_VALUE, insn, maps));
                }
                slot++;
            }
        }
        return patched;
    }

    private static RawInsn naming(ImmediateKind kind, RawInsn insn, IntFunction<Descriptor> maps) {
        int descriptor = maps.apply(insn.imm()).number();
        return new RawInsn(insn.opcode(), insn.dst(), kind.ordinal(), insn.offset(), descriptor);
    }

    /// Calls of kernel functions carry numbers of the kernel that the program was linked for, or of
    /// none; this kernel has its own for the same names.
    private static List<RawInsn> withKernelIds(
            Program program, List<RawInsn> code, Supplier<Optional<Btf>> kernel) {
        if (program.kernelNames().isEmpty()) {
            return code;
        }
        List<RawInsn> patched = new ArrayList<>(code);
        for (int slot = 0; slot < code.size(); slot++) {
            RawInsn insn = code.get(slot);
            boolean calls = insn.opcode() == CALL && insn.src() == KFUNC && insn.offset() == 0;
            boolean asks =
                    insn.opcode() == WIDE_LOAD && insn.src() == ImmediateKind.VARIABLE.ordinal();
            if (calls || asks) {
                patched.set(slot, meaning(program.kernelNames().get(insn.imm()), insn, kernel));
            }
            if (insn.opcode() == WIDE_LOAD) {
                slot++;
            }
        }
        return patched;
    }

    private static RawInsn meaning(String name, RawInsn insn, Supplier<Optional<Btf>> kernel) {
        OptionalInt id =
                name == null
                        ? OptionalInt.empty()
                        : kernel.get()
                                .map(btf -> btf.find(BtfKind.FUNC, name))
                                .orElse(OptionalInt.empty());
        return id.isEmpty()
                ? insn
                : new RawInsn(insn.opcode(), insn.dst(), insn.src(), insn.offset(), id.getAsInt());
    }

    /// Instructions as this machine's kernel takes them.
    static byte[] bytes(List<RawInsn> code) {
        byte[] bytes = new byte[code.size() * RawInsn.BYTES];
        for (int slot = 0; slot < code.size(); slot++) {
            code.get(slot).write(bytes, slot * RawInsn.BYTES, ByteOrder.nativeOrder());
        }
        return bytes;
    }
}
