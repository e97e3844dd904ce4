package dev.skep.verify;

/// What the verification took.
///
/// @param processed instructions walked, over all paths, as the kernel counts them
/// @param states states remembered, all in all
/// @param peakStates the most states remembered at once
/// @param stack bytes of stack of the deepest chain of calls
/// @param nanos time
public record Statistics(int processed, int states, int peakStates, int stack, long nanos) {}
