package dev.skep.host;

import java.util.Optional;

/// How far a batch operation came.
///
/// @param count how many elements were done, from the first on
/// @param refusal why the element behind them was refused, and nothing behind it tried; empty if
///   all were done
public record BatchResult(int count, Optional<Errno> refusal) {
    /// All of them.
    public static BatchResult all(int count) {
        return new BatchResult(count, Optional.empty());
    }

    /// Up to the element that was refused.
    public static BatchResult upTo(int count, Errno refusal) {
        return new BatchResult(count, Optional.of(refusal));
    }

    /// Whether nothing was refused.
    public boolean complete() {
        return refusal.isEmpty();
    }
}
