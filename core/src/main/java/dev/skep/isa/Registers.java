package dev.skep.isa;

/// The register numbers.
final class Registers {
    /// The frame pointer.
    static final int LAST = 10;

    private Registers() {}

    static void check(int... numbers) {
        for (int number : numbers) {
            if (number < 0 || number > LAST) {
                throw new IllegalArgumentException("there is no register r" + number);
            }
        }
    }
}
