package dev.skep.vm;

import dev.skep.diag.TrapException;
import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import java.util.Optional;

/// The loop that executes one instruction after the other.
final class Loop {
    /// In place of a slot: return from the function.
    static final int LEAVE = -1;

    private static final long LOW = 0xffff_ffffL;

    private final Execution run;
    private final long[] registers;
    private final Memory memory;
    private final Calls calls;
    private final Uncommon uncommon;
    private final long fuel;
    private final Optional<Trace> trace;
    private Code code;
    private long left;
    private HelperCall nullHelper;
    private int nullSlot;

    Loop(Execution run, long[] registers, Memory memory, Calls calls, RunOptions options) {
        this.run = run;
        this.registers = registers;
        this.memory = memory;
        this.calls = calls;
        this.uncommon = new Uncommon(this, run, registers, memory, calls);
        this.fuel = options.fuel();
        this.left = fuel;
        this.trace = options.tracer().map(t -> new Trace(t, run, registers));
    }

    /// The program that is running.
    Code code() {
        return code;
    }

    long executed() {
        return fuel - Math.max(0, left);
    }

    /// Runs `start` from `slot` on, with all of the fuel.
    long start(Code start, int slot) {
        left = fuel;
        nullHelper = null;
        return run(start, slot);
    }

    /// Runs the function at `slot` until it returns.
    long run(Code start, int slot) {
        Code before = code;
        int floor = calls.depth();
        code = start;
        int[] at = {slot};
        try {
            return execute(floor, at);
        } catch (Fault fault) {
            throw trap(fault, at[0]);
        } finally {
            code = before == null ? code : before;
        }
    }

    /// Executes from `at[0]` on until the function at depth `floor` returns; leaves in `at[0]`
    /// where it stopped.
    private long execute(int floor, int[] at) {
        long[] r = registers;
        Trace watching = trace.orElse(null);
        Code running = code;
        int[] words = running.words();
        int[] targets = running.targets();
        long[] values = running.values();
        int pc = at[0];
        long budget = left;
        try {
            while (true) {
                if (--budget < 0) {
                    throw outOfFuel();
                }
                if (watching != null) {
                    watching.before(running.program(), pc);
                }
                int word = words[pc];
                int d = word >>> 8 & 0xf;
                int s = word >>> 12 & 0xf;
                int next = pc + 1;
                switch (word & 0xff) {
                    // spotless:off
                    case Op.ADD + Op.IMM32 -> r[d] = low(AluOp.ADD.apply32((int) r[d], (int) values[pc]));
                    case Op.ADD + Op.REG32 -> r[d] = low(AluOp.ADD.apply32((int) r[d], (int) r[s]));
                    case Op.ADD + Op.IMM64 -> r[d] = AluOp.ADD.apply64(r[d], values[pc]);
                    case Op.ADD + Op.REG64 -> r[d] = AluOp.ADD.apply64(r[d], r[s]);
                    case Op.SUB + Op.IMM32 -> r[d] = low(AluOp.SUB.apply32((int) r[d], (int) values[pc]));
                    case Op.SUB + Op.REG32 -> r[d] = low(AluOp.SUB.apply32((int) r[d], (int) r[s]));
                    case Op.SUB + Op.IMM64 -> r[d] = AluOp.SUB.apply64(r[d], values[pc]);
                    case Op.SUB + Op.REG64 -> r[d] = AluOp.SUB.apply64(r[d], r[s]);
                    case Op.MUL + Op.IMM32 -> r[d] = low(AluOp.MUL.apply32((int) r[d], (int) values[pc]));
                    case Op.MUL + Op.REG32 -> r[d] = low(AluOp.MUL.apply32((int) r[d], (int) r[s]));
                    case Op.MUL + Op.IMM64 -> r[d] = AluOp.MUL.apply64(r[d], values[pc]);
                    case Op.MUL + Op.REG64 -> r[d] = AluOp.MUL.apply64(r[d], r[s]);
                    case Op.DIV + Op.IMM32 -> r[d] = low(AluOp.DIV.apply32((int) r[d], (int) values[pc]));
                    case Op.DIV + Op.REG32 -> r[d] = low(AluOp.DIV.apply32((int) r[d], (int) r[s]));
                    case Op.DIV + Op.IMM64 -> r[d] = AluOp.DIV.apply64(r[d], values[pc]);
                    case Op.DIV + Op.REG64 -> r[d] = AluOp.DIV.apply64(r[d], r[s]);
                    case Op.SDIV + Op.IMM32 -> r[d] = low(AluOp.SDIV.apply32((int) r[d], (int) values[pc]));
                    case Op.SDIV + Op.REG32 -> r[d] = low(AluOp.SDIV.apply32((int) r[d], (int) r[s]));
                    case Op.SDIV + Op.IMM64 -> r[d] = AluOp.SDIV.apply64(r[d], values[pc]);
                    case Op.SDIV + Op.REG64 -> r[d] = AluOp.SDIV.apply64(r[d], r[s]);
                    case Op.OR + Op.IMM32 -> r[d] = low(AluOp.OR.apply32((int) r[d], (int) values[pc]));
                    case Op.OR + Op.REG32 -> r[d] = low(AluOp.OR.apply32((int) r[d], (int) r[s]));
                    case Op.OR + Op.IMM64 -> r[d] = AluOp.OR.apply64(r[d], values[pc]);
                    case Op.OR + Op.REG64 -> r[d] = AluOp.OR.apply64(r[d], r[s]);
                    case Op.AND + Op.IMM32 -> r[d] = low(AluOp.AND.apply32((int) r[d], (int) values[pc]));
                    case Op.AND + Op.REG32 -> r[d] = low(AluOp.AND.apply32((int) r[d], (int) r[s]));
                    case Op.AND + Op.IMM64 -> r[d] = AluOp.AND.apply64(r[d], values[pc]);
                    case Op.AND + Op.REG64 -> r[d] = AluOp.AND.apply64(r[d], r[s]);
                    case Op.LSH + Op.IMM32 -> r[d] = low(AluOp.LSH.apply32((int) r[d], (int) values[pc]));
                    case Op.LSH + Op.REG32 -> r[d] = low(AluOp.LSH.apply32((int) r[d], (int) r[s]));
                    case Op.LSH + Op.IMM64 -> r[d] = AluOp.LSH.apply64(r[d], values[pc]);
                    case Op.LSH + Op.REG64 -> r[d] = AluOp.LSH.apply64(r[d], r[s]);
                    case Op.RSH + Op.IMM32 -> r[d] = low(AluOp.RSH.apply32((int) r[d], (int) values[pc]));
                    case Op.RSH + Op.REG32 -> r[d] = low(AluOp.RSH.apply32((int) r[d], (int) r[s]));
                    case Op.RSH + Op.IMM64 -> r[d] = AluOp.RSH.apply64(r[d], values[pc]);
                    case Op.RSH + Op.REG64 -> r[d] = AluOp.RSH.apply64(r[d], r[s]);
                    case Op.MOD + Op.IMM32 -> r[d] = low(AluOp.MOD.apply32((int) r[d], (int) values[pc]));
                    case Op.MOD + Op.REG32 -> r[d] = low(AluOp.MOD.apply32((int) r[d], (int) r[s]));
                    case Op.MOD + Op.IMM64 -> r[d] = AluOp.MOD.apply64(r[d], values[pc]);
                    case Op.MOD + Op.REG64 -> r[d] = AluOp.MOD.apply64(r[d], r[s]);
                    case Op.SMOD + Op.IMM32 -> r[d] = low(AluOp.SMOD.apply32((int) r[d], (int) values[pc]));
                    case Op.SMOD + Op.REG32 -> r[d] = low(AluOp.SMOD.apply32((int) r[d], (int) r[s]));
                    case Op.SMOD + Op.IMM64 -> r[d] = AluOp.SMOD.apply64(r[d], values[pc]);
                    case Op.SMOD + Op.REG64 -> r[d] = AluOp.SMOD.apply64(r[d], r[s]);
                    case Op.XOR + Op.IMM32 -> r[d] = low(AluOp.XOR.apply32((int) r[d], (int) values[pc]));
                    case Op.XOR + Op.REG32 -> r[d] = low(AluOp.XOR.apply32((int) r[d], (int) r[s]));
                    case Op.XOR + Op.IMM64 -> r[d] = AluOp.XOR.apply64(r[d], values[pc]);
                    case Op.XOR + Op.REG64 -> r[d] = AluOp.XOR.apply64(r[d], r[s]);
                    case Op.MOV + Op.IMM32 -> r[d] = low(AluOp.MOV.apply32((int) r[d], (int) values[pc]));
                    case Op.MOV + Op.REG32 -> r[d] = low(AluOp.MOV.apply32((int) r[d], (int) r[s]));
                    case Op.MOV + Op.IMM64 -> r[d] = AluOp.MOV.apply64(r[d], values[pc]);
                    case Op.MOV + Op.REG64 -> r[d] = AluOp.MOV.apply64(r[d], r[s]);
                    case Op.ARSH + Op.IMM32 -> r[d] = low(AluOp.ARSH.apply32((int) r[d], (int) values[pc]));
                    case Op.ARSH + Op.REG32 -> r[d] = low(AluOp.ARSH.apply32((int) r[d], (int) r[s]));
                    case Op.ARSH + Op.IMM64 -> r[d] = AluOp.ARSH.apply64(r[d], values[pc]);
                    case Op.ARSH + Op.REG64 -> r[d] = AluOp.ARSH.apply64(r[d], r[s]);
                    case Op.EQ + Op.IMM32 -> next = Condition.EQ.test((int) r[d], values[pc]) ? targets[pc] : next;
                    case Op.EQ + Op.REG32 -> next = Condition.EQ.test((int) r[d], (int) r[s]) ? targets[pc] : next;
                    case Op.EQ + Op.IMM64 -> next = Condition.EQ.test(r[d], values[pc]) ? targets[pc] : next;
                    case Op.EQ + Op.REG64 -> next = Condition.EQ.test(r[d], r[s]) ? targets[pc] : next;
                    case Op.GT + Op.IMM32 -> next = Condition.GT.test((int) r[d], values[pc]) ? targets[pc] : next;
                    case Op.GT + Op.REG32 -> next = Condition.GT.test((int) r[d], (int) r[s]) ? targets[pc] : next;
                    case Op.GT + Op.IMM64 -> next = Condition.GT.test(r[d], values[pc]) ? targets[pc] : next;
                    case Op.GT + Op.REG64 -> next = Condition.GT.test(r[d], r[s]) ? targets[pc] : next;
                    case Op.GE + Op.IMM32 -> next = Condition.GE.test((int) r[d], values[pc]) ? targets[pc] : next;
                    case Op.GE + Op.REG32 -> next = Condition.GE.test((int) r[d], (int) r[s]) ? targets[pc] : next;
                    case Op.GE + Op.IMM64 -> next = Condition.GE.test(r[d], values[pc]) ? targets[pc] : next;
                    case Op.GE + Op.REG64 -> next = Condition.GE.test(r[d], r[s]) ? targets[pc] : next;
                    case Op.SET + Op.IMM32 -> next = Condition.SET.test((int) r[d], values[pc]) ? targets[pc] : next;
                    case Op.SET + Op.REG32 -> next = Condition.SET.test((int) r[d], (int) r[s]) ? targets[pc] : next;
                    case Op.SET + Op.IMM64 -> next = Condition.SET.test(r[d], values[pc]) ? targets[pc] : next;
                    case Op.SET + Op.REG64 -> next = Condition.SET.test(r[d], r[s]) ? targets[pc] : next;
                    case Op.NE + Op.IMM32 -> next = Condition.NE.test((int) r[d], values[pc]) ? targets[pc] : next;
                    case Op.NE + Op.REG32 -> next = Condition.NE.test((int) r[d], (int) r[s]) ? targets[pc] : next;
                    case Op.NE + Op.IMM64 -> next = Condition.NE.test(r[d], values[pc]) ? targets[pc] : next;
                    case Op.NE + Op.REG64 -> next = Condition.NE.test(r[d], r[s]) ? targets[pc] : next;
                    case Op.SGT + Op.IMM32 -> next = Condition.SGT.test((int) r[d], values[pc]) ? targets[pc] : next;
                    case Op.SGT + Op.REG32 -> next = Condition.SGT.test((int) r[d], (int) r[s]) ? targets[pc] : next;
                    case Op.SGT + Op.IMM64 -> next = Condition.SGT.test(r[d], values[pc]) ? targets[pc] : next;
                    case Op.SGT + Op.REG64 -> next = Condition.SGT.test(r[d], r[s]) ? targets[pc] : next;
                    case Op.SGE + Op.IMM32 -> next = Condition.SGE.test((int) r[d], values[pc]) ? targets[pc] : next;
                    case Op.SGE + Op.REG32 -> next = Condition.SGE.test((int) r[d], (int) r[s]) ? targets[pc] : next;
                    case Op.SGE + Op.IMM64 -> next = Condition.SGE.test(r[d], values[pc]) ? targets[pc] : next;
                    case Op.SGE + Op.REG64 -> next = Condition.SGE.test(r[d], r[s]) ? targets[pc] : next;
                    case Op.LT + Op.IMM32 -> next = Condition.LT.test((int) r[d], values[pc]) ? targets[pc] : next;
                    case Op.LT + Op.REG32 -> next = Condition.LT.test((int) r[d], (int) r[s]) ? targets[pc] : next;
                    case Op.LT + Op.IMM64 -> next = Condition.LT.test(r[d], values[pc]) ? targets[pc] : next;
                    case Op.LT + Op.REG64 -> next = Condition.LT.test(r[d], r[s]) ? targets[pc] : next;
                    case Op.LE + Op.IMM32 -> next = Condition.LE.test((int) r[d], values[pc]) ? targets[pc] : next;
                    case Op.LE + Op.REG32 -> next = Condition.LE.test((int) r[d], (int) r[s]) ? targets[pc] : next;
                    case Op.LE + Op.IMM64 -> next = Condition.LE.test(r[d], values[pc]) ? targets[pc] : next;
                    case Op.LE + Op.REG64 -> next = Condition.LE.test(r[d], r[s]) ? targets[pc] : next;
                    case Op.SLT + Op.IMM32 -> next = Condition.SLT.test((int) r[d], values[pc]) ? targets[pc] : next;
                    case Op.SLT + Op.REG32 -> next = Condition.SLT.test((int) r[d], (int) r[s]) ? targets[pc] : next;
                    case Op.SLT + Op.IMM64 -> next = Condition.SLT.test(r[d], values[pc]) ? targets[pc] : next;
                    case Op.SLT + Op.REG64 -> next = Condition.SLT.test(r[d], r[s]) ? targets[pc] : next;
                    case Op.SLE + Op.IMM32 -> next = Condition.SLE.test((int) r[d], values[pc]) ? targets[pc] : next;
                    case Op.SLE + Op.REG32 -> next = Condition.SLE.test((int) r[d], (int) r[s]) ? targets[pc] : next;
                    case Op.SLE + Op.IMM64 -> next = Condition.SLE.test(r[d], values[pc]) ? targets[pc] : next;
                    case Op.SLE + Op.REG64 -> next = Condition.SLE.test(r[d], r[s]) ? targets[pc] : next;
                    case Op.LOAD8 -> r[d] = memory.load8(r[s] + targets[pc]);
                    case Op.LOAD16 -> r[d] = memory.load16(r[s] + targets[pc]);
                    case Op.LOAD32 -> r[d] = memory.load32(r[s] + targets[pc]);
                    case Op.LOAD64 -> r[d] = memory.load64(r[s] + targets[pc]);
                    case Op.LOAD_SIGNED8 -> r[d] = (byte) memory.load8(r[s] + targets[pc]);
                    case Op.LOAD_SIGNED16 -> r[d] = (short) memory.load16(r[s] + targets[pc]);
                    case Op.LOAD_SIGNED32 -> r[d] = (int) memory.load32(r[s] + targets[pc]);
                    case Op.STORE_REG8 -> memory.store8(r[d] + targets[pc], r[s]);
                    case Op.STORE_REG16 -> memory.store16(r[d] + targets[pc], r[s]);
                    case Op.STORE_REG32 -> memory.store32(r[d] + targets[pc], r[s]);
                    case Op.STORE_REG64 -> memory.store64(r[d] + targets[pc], r[s]);
                    case Op.STORE_IMM8 -> memory.store8(r[d] + targets[pc], values[pc]);
                    case Op.STORE_IMM16 -> memory.store16(r[d] + targets[pc], values[pc]);
                    case Op.STORE_IMM32 -> memory.store32(r[d] + targets[pc], values[pc]);
                    case Op.STORE_IMM64 -> memory.store64(r[d] + targets[pc], values[pc]);
                    case Op.LOAD_IMMEDIATE -> { r[d] = values[pc]; next = pc + 2; }
                    case Op.NEGATE32 -> r[d] = low(-(int) r[d]);
                    case Op.NEGATE64 -> r[d] = -r[d];
                    case Op.SWAP16 -> r[d] = Short.reverseBytes((short) r[d]) & 0xffffL;
                    case Op.SWAP32 -> r[d] = low(Integer.reverseBytes((int) r[d]));
                    case Op.SWAP64 -> r[d] = Long.reverseBytes(r[d]);
                    case Op.ZERO_EXTEND16 -> r[d] = r[d] & 0xffffL;
                    case Op.ZERO_EXTEND32 -> r[d] = low((int) r[d]);
                    case Op.SIGN_EXTEND8 -> r[d] = (byte) r[s];
                    case Op.SIGN_EXTEND16 -> r[d] = (short) r[s];
                    case Op.SIGN_EXTEND32 -> r[d] = (int) r[s];
                    case Op.SIGN_EXTEND8_TO_32 -> r[d] = low((byte) r[s]);
                    case Op.SIGN_EXTEND16_TO_32 -> r[d] = low((short) r[s]);
                    case Op.GOTO -> next = targets[pc];
                    case Op.NOTHING -> {}
                    case Op.CALL_SUBPROGRAM -> { calls.enter(running, next); next = targets[pc]; }
                    case Op.CALL_HELPER -> { left = budget; next = call(running.helpers()[targets[pc]], running, pc); budget = left; }
                    case Op.UNCOMMON -> { left = budget; next = uncommon.execute(running, pc); budget = left; }
                    case Op.EXIT -> next = LEAVE;
                    default -> throw ranOff();
                    // spotless:on
                }
                if (next == LEAVE) {
                    if (calls.depth() == floor) {
                        return finish(floor);
                    }
                    next = calls.leave();
                    code = calls.code();
                }
                if (running != code) {
                    running = code;
                    words = running.words();
                    targets = running.targets();
                    values = running.values();
                }
                pc = next;
            }
        } finally {
            at[0] = pc;
            left = Math.min(left, budget);
        }
    }

    /// Calls a helper function for the instruction at `slot`.
    ///
    /// @return where to go on: behind it, or at the start of the program that it calls as its tail
    int call(HelperCall helper, Code running, int slot) {
        long result = helper.call(run, running, registers);
        registers[0] = result;
        if (result == 0) {
            nullHelper = helper;
            nullSlot = slot;
        }
        RunnableProgram successor = run.takeSuccessor();
        if (successor == null) {
            return slot + 1;
        }
        code = successor.interpreter().code();
        calls.restart();
        return 0;
    }

    private long finish(int floor) {
        if (trace.isPresent()) {
            trace.get().end();
        }
        if (floor == 0) {
            run.demandNothingHeld();
        }
        return registers[0];
    }

    private TrapException trap(Fault fault, int slot) {
        TrapException trap = Traps.at(fault, code.program(), slot, registers);
        boolean explained =
                trap.diagnostic().code() == TrapCode.NULL_POINTER
                        && nullHelper != null
                        && nullHelper.mayReturnNull();
        return explained
                ? new TrapException(
                        trap.diagnostic()
                                .because(
                                        "%s at insn %d returned NULL"
                                                .formatted(nullHelper.name(), nullSlot)))
                : trap;
    }

    private Fault outOfFuel() {
        return new Fault(
                TrapCode.OUT_OF_FUEL,
                "the run has executed %d instructions, its limit".formatted(fuel),
                "end the loop earlier, or give the run more fuel",
                "BPF program is too large. Processed 1000001 insn");
    }

    private static Fault ranOff() {
        return new Fault(
                TrapCode.RAN_OFF_END,
                "there is no instruction here",
                "end every path with exit",
                "last insn is not an exit or jmp");
    }

    private static long low(int value) {
        return value & LOW;
    }
}
