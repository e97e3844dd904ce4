package dev.skep.jit;

import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.program.Program;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.Kfuncs;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.VerifiedProgram.Region;
import dev.skep.vm.HelperLibrary;
import dev.skep.vm.HelperLibrary.Binding;

/// Looks for what compiled code cannot have: what the JVM host lacks, and what is not safe although
/// Linux accepts it.
final class Preconditions {
    private final VerifiedProgram verified;
    private final Program program;
    private final HelperLibrary helpers;

    private Preconditions(VerifiedProgram verified, HelperLibrary helpers) {
        this.verified = verified;
        this.program = verified.program();
        this.helpers = helpers;
    }

    /// Demands that a program can come to nothing of the kind.
    ///
    /// @throws NotCompilable if it can
    static void check(VerifiedProgram program, HelperLibrary helpers) {
        Preconditions preconditions = new Preconditions(program, helpers);
        for (int slot = 0; slot < program.program().code().slots(); slot++) {
            if (program.program().code().startsAt(slot) && program.reaches(slot)) {
                preconditions.check(program.program().code().at(slot), slot);
            }
        }
    }

    private void check(Insn insn, int slot) {
        switch (insn) {
            case Insn.CallHelper i -> {
                if (helpers.find(i.id()) instanceof Binding.Unavailable(String reason)) {
                    String name =
                            Helpers.byId(i.id())
                                    .map(Helper::fullName)
                                    .orElse("helper function " + i.id());
                    throw NotCompilable.unavailable(program, slot, name, reason);
                }
            }
            case Insn.CallKfunc i -> {
                String name = program.kernelNames().getOrDefault(i.btfId(), "");
                if (helpers.kfunc(name) instanceof Binding.Unavailable(String reason)) {
                    String what = name.isEmpty() ? "kernel function " + i.btfId() : name;
                    throw NotCompilable.unavailable(program, slot, what, reason);
                }
            }
            case Insn.CallRegister _ ->
                    throw unavailable(slot, "calls of functions by their address");
            case Insn.CastAddressSpace _ -> throw unavailable(slot, "arena memory");
            case Insn.LoadImmediate i -> {
                switch (i.kind()) {
                    case MAP_FD, MAP_FD_VALUE -> throw unavailable(slot, "descriptors of maps");
                    case VARIABLE -> checkOutside((int) i.value(), slot);
                    case VALUE, FUNCTION, MAP_INDEX, MAP_INDEX_VALUE -> {}
                }
            }
            case Insn.Branch i -> {
                // Linux 6.18, and our verifier with it, narrows such a register too far.
                if (i.src() instanceof Operand.Register(int number) && number == i.dst()) {
                    throw NotCompilable.unsafe(
                            program, slot, "r%d is compared with itself".formatted(number));
                }
            }
            case Insn.Load i -> checkLoad(i, slot);
            case Insn.CallSubprogram _ -> {
                // Linux accepts this, and would crash; so would the JVM.
                if (verified.mayHandNull(slot)) {
                    throw NotCompilable.unsafe(
                            program, slot, "NULL is handed to a parameter tagged arg:nonnull");
                }
            }
            case Insn.Alu _,
                    Insn.Negate _,
                    Insn.SignExtend _,
                    Insn.ByteSwap _,
                    Insn.Store _,
                    Insn.Atomic _,
                    Insn.LoadAcquire _,
                    Insn.StoreRelease _,
                    Insn.PacketLoad _,
                    Insn.Goto _,
                    Insn.MayGoto _,
                    Insn.Exit _ -> {}
        }
    }

    /// Programs ask with the address of a kernel function whether it is there. The verifier takes
    /// it to be there.
    private void checkOutside(int btfId, int slot) {
        String name = program.kernelNames().getOrDefault(btfId, "");
        if (Kfuncs.byName(name).isEmpty()) {
            throw unavailable(slot, "variables of the kernel");
        }
        if (helpers.kfunc(name) instanceof Binding.Unavailable(String reason)) {
            throw NotCompilable.unavailable(program, slot, name, reason);
        }
    }

    private void checkLoad(Insn.Load i, int slot) {
        Region region = verified.regionAt(slot).orElse(Region.MIXED);
        if (region == Region.KERNEL) {
            throw unavailable(slot, "a structure of the kernel");
        }
        boolean known = ContextLayout.of(program.type()).isPresent();
        if (region == Region.CONTEXT && !known) {
            throw unavailable(
                    slot, "the context of %s programs".formatted(program.type().shortName()));
        }
    }

    private NotCompilable unavailable(int slot, String what) {
        return NotCompilable.unavailable(program, slot, what, "");
    }
}
