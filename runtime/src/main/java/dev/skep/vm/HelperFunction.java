package dev.skep.vm;

/// The body of a helper function. Before it is called, its arguments have been checked as its row
/// in [dev.skep.spec] demands; what the row cannot say, the body checks through [Execution#memory].
@FunctionalInterface
public interface HelperFunction {
    /// Does its work for `run` with the registers r1 to r5, and returns r0.
    long call(Execution run, long r1, long r2, long r3, long r4, long r5);
}
