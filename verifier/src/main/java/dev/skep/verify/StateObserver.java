package dev.skep.verify;

/// Is shown every state that the verifier reaches: before each instruction that it processes, what
/// it knows of the registers.
@FunctionalInterface
public interface StateObserver {
    /// Sees nothing.
    StateObserver NONE = (_, _) -> {};

    /// The state before the instruction at `slot`. The view is valid during the call only.
    void before(int slot, StateView state);

    /// What is known at one point of one path.
    interface StateView {
        /// How deep in calls: 0 in the main program.
        int depth();

        /// Whether register `number` of the current function may hold `value` if it is a number;
        /// true for everything that is not known to be a number.
        boolean allows(int number, long value);

        /// Register `number` as the kernel's log prints it: `scalar(umax=7)`, `ctx()`; empty if it
        /// was never written.
        String print(int number);
    }
}
