package dev.skep.jit.flow;

import dev.skep.isa.AluOp;
import dev.skep.isa.AtomicOp;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.spec.Helpers;
import dev.skep.spec.Kfunc;
import dev.skep.spec.Kfuncs;
import dev.skep.verify.VerifiedProgram;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/// Which variables an instruction reads and writes. Variables 0 to 10 are the registers,
/// [#LOOP_BUDGET] counts what `may_goto` has left, and those from [#FIRST_SLOT] on are stack slots
/// without memory.
///
/// @param uses in the order of operands: what arithmetic changes comes first, then its source; for
///   memory the base, then the value
/// @param def what it writes, -1 for nothing
public record Effects(int[] uses, int def) {
    /// How often the function may still pass its `may_goto` instructions.
    public static final int LOOP_BUDGET = 11;

    /// What that counts down from, as on Linux.
    public static final int LOOP_ROUNDS = 8 * 1024 * 1024;

    /// The first of the stack slots.
    public static final int FIRST_SLOT = 12;

    /// How many variables there can be: one bit of a `long` for each.
    public static final int MOST = Long.SIZE;

    private static final int NONE = -1;
    private static final int CONTEXT_REGISTER = 6;

    /// The effects of `insn`.
    ///
    /// @param slot where it stands
    /// @param frameSlot the variable that an access at `slot` means, -1 if it means memory
    /// @param inFrame whether an access at `slot` is at a known place in the frame
    /// @param arguments how many arguments the function takes that starts at a slot
    static Effects of(
            VerifiedProgram program,
            Insn insn,
            int slot,
            int frameSlot,
            boolean inFrame,
            IntUnaryOperator arguments) {
        return switch (insn) {
            case Insn.Alu i ->
                    i.op() == AluOp.MOV
                            ? writes(i.dst(), operands(i.src()))
                            : writes(i.dst(), operands(i.src(), i.dst()));
            case Insn.Negate i -> writes(i.dst(), i.dst());
            case Insn.ByteSwap i -> writes(i.dst(), i.dst());
            case Insn.SignExtend i -> writes(i.dst(), i.src());
            case Insn.CastAddressSpace i -> writes(i.dst(), i.src());
            case Insn.LoadImmediate i -> writes(i.dst());
            case Insn.Load i ->
                    frameSlot >= 0
                            ? writes(i.dst(), frameSlot)
                            : inFrame ? writes(i.dst()) : writes(i.dst(), i.base());
            case Insn.Store i ->
                    frameSlot >= 0
                            ? writes(frameSlot, operands(i.src()))
                            : inFrame
                                    ? reads(operands(i.src()))
                                    : reads(operands(i.src(), i.base()));
            case Insn.Atomic i -> atomic(i);
            case Insn.LoadAcquire i -> writes(i.dst(), i.base());
            case Insn.StoreRelease i -> reads(i.base(), i.src());
            case Insn.PacketLoad i ->
                    call(
                            i.index() < 0
                                    ? new int[] {CONTEXT_REGISTER}
                                    : new int[] {CONTEXT_REGISTER, i.index()});
            case Insn.Goto _ -> reads();
            case Insn.Branch i -> reads(operands(i.src(), i.dst()));
            case Insn.MayGoto _ -> writes(LOOP_BUDGET, LOOP_BUDGET);
            case Insn.CallHelper i ->
                    frameSlot >= 0
                            ? call(frameSlot)
                            : inFrame ? call() : call(registers(count(i, program)));
            case Insn.CallSubprogram i -> call(registers(arguments.applyAsInt(i.target())));
            case Insn.CallKfunc i -> call(registers(count(i, program)));
            case Insn.CallRegister _ -> call(registers(5));
            case Insn.Exit _ -> reads(0);
        };
    }

    private static int count(Insn.CallHelper call, VerifiedProgram program) {
        return Helpers.byId(call.id())
                .map(h -> h.arguments(program.program().type()).size())
                .orElse(5);
    }

    private static int count(Insn.CallKfunc call, VerifiedProgram program) {
        return kfunc(program, call).map(k -> Math.min(5, k.arguments().size())).orElse(5);
    }

    /// The row of the kernel function that `call` calls.
    static Optional<Kfunc> kfunc(VerifiedProgram program, Insn.CallKfunc call) {
        return Kfuncs.byName(program.program().kernelNames().getOrDefault(call.btfId(), ""));
    }

    private static Effects atomic(Insn.Atomic i) {
        if (i.op() == AtomicOp.COMPARE_EXCHANGE) {
            return writes(0, i.base(), i.src(), 0);
        }
        return i.fetch() ? writes(i.src(), i.base(), i.src()) : reads(i.base(), i.src());
    }

    /// The register that gets the old value.
    static int fetched(Insn.Atomic i) {
        return i.op() == AtomicOp.COMPARE_EXCHANGE ? 0 : i.src();
    }

    private static int[] operands(Operand src, int... before) {
        if (!(src instanceof Operand.Register(int number))) {
            return before;
        }
        int[] all = Arrays.copyOf(before, before.length + 1);
        all[before.length] = number;
        return all;
    }

    private static int[] registers(int count) {
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            all[i] = i + 1;
        }
        return all;
    }

    private static Effects writes(int def, int... uses) {
        return new Effects(uses, def);
    }

    private static Effects reads(int... uses) {
        return new Effects(uses, NONE);
    }

    private static Effects call(int... uses) {
        return new Effects(uses, 0);
    }
}
