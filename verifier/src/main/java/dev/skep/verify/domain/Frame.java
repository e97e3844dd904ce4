package dev.skep.verify.domain;

import dev.skep.spec.ReturnRange;
import java.util.Arrays;

/// One function on the chain of calls: its registers and its stack. Changed while a path is walked;
/// what it holds are values.
public final class Frame {
    /// The call site of what nobody calls: the program's entry, a global function.
    public static final int NO_CALLER = -1;

    /// How a function came to run.
    public enum Role {
        /// It was called, or is the entry.
        PLAIN,
        /// A helper calls it before it returns.
        CALLBACK,
        /// The kernel calls it later: a timer's callback.
        ASYNCHRONOUS,
        /// It handles exceptions.
        EXCEPTION
    }

    private static final int REGISTERS = 11;
    private static final StackSlot[] NO_STACK = {};

    private final int number;
    private final int callSite;
    private final int subprogram;
    private final Register[] registers;
    private StackSlot[] stack;
    private Role role = Role.PLAIN;
    private ReturnRange results;
    private int callbackDepth;
    private int asynchronousEntries;

    /// A frame with nothing written but the frame pointer.
    public Frame(int number, int callSite, int subprogram) {
        this.number = number;
        this.callSite = callSite;
        this.subprogram = subprogram;
        this.registers = new Register[REGISTERS];
        this.stack = NO_STACK;
        Arrays.fill(registers, Register.UNWRITTEN);
        registers[10] = Register.pointer(Kind.STACK, 0, new Target.OnStack(number));
    }

    private Frame(Frame other) {
        this.number = other.number;
        this.callSite = other.callSite;
        this.subprogram = other.subprogram;
        this.registers = other.registers.clone();
        this.stack = other.stack.clone();
        this.role = other.role;
        this.results = other.results;
        this.callbackDepth = other.callbackDepth;
        this.asynchronousEntries = other.asynchronousEntries;
    }

    /// A copy that changes on its own.
    public Frame copy() {
        return new Frame(this);
    }

    /// Its depth in the chain of calls, 0 for the first.
    public int number() {
        return number;
    }

    /// The instruction that called it, or [#NO_CALLER].
    public int callSite() {
        return callSite;
    }

    /// The number of its function.
    public int subprogram() {
        return subprogram;
    }

    /// A register.
    public Register get(int register) {
        return registers[register];
    }

    /// Changes a register.
    public void set(int register, Register value) {
        registers[register] = value;
    }

    /// How many slots of its stack were touched.
    public int slots() {
        return stack.length;
    }

    /// A slot of the stack: 0 is the one right below the frame pointer.
    public StackSlot slot(int slot) {
        return slot < stack.length ? stack[slot] : StackSlot.EMPTY;
    }

    /// Changes a slot, after [#reserve].
    public void setSlot(int slot, StackSlot value) {
        stack[slot] = value;
    }

    /// Makes room for accesses down to `slots` slots below the frame pointer.
    public void reserve(int slots) {
        if (slots > stack.length) {
            int old = stack.length;
            stack = Arrays.copyOf(stack, slots);
            Arrays.fill(stack, old, slots, StackSlot.EMPTY);
        }
    }

    /// How it came to run.
    public Role role() {
        return role;
    }

    /// Says how it came to run and what it may return; `results` may be `null` for anything.
    public void becomes(Role role, ReturnRange results) {
        this.role = role;
        this.results = results;
    }

    /// What a callback may return, or `null` if that is anything.
    public ReturnRange results() {
        return results;
    }

    /// How often its callbacks were entered in a row.
    public int callbackDepth() {
        return callbackDepth;
    }

    /// Changes that.
    public void setCallbackDepth(int depth) {
        callbackDepth = depth;
    }

    /// The count of entries into asynchronous callbacks when it was entered.
    public int asynchronousEntries() {
        return asynchronousEntries;
    }

    /// Changes that.
    public void setAsynchronousEntries(int entries) {
        asynchronousEntries = entries;
    }
}
