package dev.skep.vm;

/// A program in the JVM's own instructions, without checks: only programs that a verifier accepted
/// come into this form. Immutable, and safe for threads, each of which runs an [Execution] of its
/// own.
public abstract class CompiledCode {
    private final int stackSize;

    /// For compilers.
    ///
    /// @param stackSize how many bytes of stack the deepest chain of calls takes
    protected CompiledCode(int stackSize) {
        this.stackSize = stackSize;
    }

    /// Runs the program from its start.
    ///
    /// @param context what it gets in r1
    /// @param frame the address behind its first stack frame, with [#stackSize()] bytes in front
    /// @return r0; without meaning if [Execution#continues()] says that a tail call was made
    public abstract long run(Execution run, long context, long frame);

    /// Calls one of its functions, for a helper function.
    ///
    /// @param function the slot where it starts
    /// @param frame the address behind its stack frame
    /// @return r0
    public abstract long call(
            Execution run, int function, long a1, long a2, long a3, long a4, long a5, long frame);

    /// What stands in registers for the function that starts at `slot`; its low half is the slot.
    public static long functionAddress(int slot) {
        return Code.function(slot);
    }

    /// How many bytes of stack its deepest chain of calls takes.
    public final int stackSize() {
        return stackSize;
    }
}
