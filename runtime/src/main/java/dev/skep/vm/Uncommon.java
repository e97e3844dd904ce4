package dev.skep.vm;

import dev.skep.isa.Insn;
import java.lang.invoke.VarHandle;

/// The instructions that few programs use.
final class Uncommon {
    private static final int CONTEXT_REGISTER = 6;

    private final Loop loop;
    private final Execution run;
    private final long[] registers;
    private final Memory memory;
    private final Calls calls;

    Uncommon(Loop loop, Execution run, long[] registers, Memory memory, Calls calls) {
        this.loop = loop;
        this.run = run;
        this.registers = registers;
        this.memory = memory;
        this.calls = calls;
    }

    /// Executes the instruction at `slot`.
    ///
    /// @return where to go on
    int execute(Code code, int slot) {
        int next = slot + 1;
        return switch (code.program().code().at(slot)) {
            case Insn.Atomic i -> {
                Atomics.execute(i, memory, registers);
                yield next;
            }
            case Insn.LoadAcquire i -> {
                registers[i.dst()] = acquire(i);
                yield next;
            }
            case Insn.StoreRelease i -> {
                release(i);
                yield next;
            }
            case Insn.PacketLoad i -> packetLoad(i) ? next : Loop.LEAVE;
            case Insn.MayGoto i -> calls.loopBudgetIsUsedUp() ? i.target() : next;
            case Insn.CallRegister i -> callRegister(i, code, slot);
            case Insn.CastAddressSpace _ ->
                    throw Traps.unsupported(
                            "arena memory and its address spaces are not available in the JVM",
                            "run the program in a Linux kernel");
            case Insn.Alu _,
                    Insn.Negate _,
                    Insn.SignExtend _,
                    Insn.ByteSwap _,
                    Insn.LoadImmediate _,
                    Insn.Load _,
                    Insn.Store _,
                    Insn.Goto _,
                    Insn.Branch _,
                    Insn.CallHelper _,
                    Insn.CallKfunc _,
                    Insn.CallSubprogram _,
                    Insn.Exit _ ->
                    throw new IllegalStateException("slot " + slot + " has an operation");
        };
    }

    private long acquire(Insn.LoadAcquire i) {
        long address = registers[i.base()] + i.offset();
        long value =
                switch (i.size()) {
                    case B -> memory.load8(address);
                    case H -> memory.load16(address);
                    case W -> memory.load32(address);
                    case DW -> memory.load64(address);
                };
        VarHandle.acquireFence();
        return value;
    }

    private void release(Insn.StoreRelease i) {
        long address = registers[i.base()] + i.offset();
        long value = registers[i.src()];
        VarHandle.releaseFence();
        switch (i.size()) {
            case B -> memory.store8(address, value);
            case H -> memory.store16(address, value);
            case W -> memory.store32(address, value);
            case DW -> memory.store64(address, value);
        }
    }

    /// Loads from the packet into r0; outside the packet r0 is 0 and the function returns.
    private boolean packetLoad(Insn.PacketLoad i) {
        LegacyPacket packet =
                run.attachment(LegacyPacket.class)
                        .filter(_ -> memory.context().isAt(registers[CONTEXT_REGISTER]))
                        .orElseThrow(
                                () ->
                                        new Fault(
                                                TrapCode.NO_PACKET,
                                                "r6 does not hold the context of a packet",
                                                "set r6 to the context, in a program that gets a"
                                                        + " socket buffer",
                                                "at the time of BPF_LD_ABS|IND R6 != pointer to"
                                                        + " skb"));
        int index = i.index() < 0 ? 0 : (int) registers[i.index()];
        long value = packet.load(index + i.immediate(), i.size().bytes());
        registers[0] = Math.max(0, value);
        return value >= 0;
    }

    /// Calls a function of the program by its address, or a helper function by its number.
    private int callRegister(Insn.CallRegister i, Code code, int slot) {
        long target = registers[i.register()];
        if (target > 0 && target == (int) target) {
            return loop.call(
                    HelperCall.of((int) target, run.helpers(), code.program().type()), code, slot);
        }
        int function = code.functionAt(target);
        calls.enter(code, slot + 1);
        return function;
    }
}
