package dev.skep.lab.generate;

/// All statements of programs that compute, and how often each is used.
final class Statements {
    private Statements() {}

    /// Adds one.
    ///
    /// @param nesting how many statements hold it
    static void any(Computation c, int nesting) {
        if (c.shared.room <= 0) {
            return;
        }
        switch (c.dice.below(20)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> ComputationArithmetic.any(c);
            case 9, 10, 11, 12, 13 -> ComputationMemory.any(c);
            case 14, 15, 16, 17 -> ComputationFlow.any(c, nesting);
            default -> ComputationCalls.any(c);
        }
    }
}
