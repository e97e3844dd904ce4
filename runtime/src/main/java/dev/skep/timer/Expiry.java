package dev.skep.timer;

/// What a timer calls.
@FunctionalInterface
public interface Expiry {
    /// The time of the timer at `address` has come.
    ///
    /// @param cpu the CPU that it was started on
    void expired(long address, int cpu);
}
