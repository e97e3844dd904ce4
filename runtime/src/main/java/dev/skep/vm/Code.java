package dev.skep.vm;

import dev.skep.program.Program;

/// A program in the form that the loop reads, one entry a slot and one more behind the last.
///
/// @param words the [Op] in bits 0 to 7, the destination register in bits 8 to 11, the source
///   register in bits 12 to 15
/// @param targets where a jump leads, the offset of a load or store, or the place of a helper call
///   in `helpers`
/// @param values immediates, their signs extended
/// @param helpers the helper calls of the program
record Code(Program program, int[] words, int[] targets, long[] values, HelperCall[] helpers) {
    /// A return address that is none: to the helper function that called back.
    static final int NO_SLOT = -1;

    /// The high half of the register values that stand for functions: no machine has memory there.
    private static final long FUNCTION_TAG = 0x4650_0000L << 32;

    /// The register value that stands for the function at `slot`.
    static long function(int slot) {
        return FUNCTION_TAG | slot;
    }

    /// The slot of the function that `value` stands for.
    int functionAt(long value) {
        int slot = (int) value;
        if (function(slot) != value || !program.code().startsAt(slot)) {
            throw new Fault(
                    TrapCode.BAD_TARGET,
                    "0x%x is no function of the program".formatted(value),
                    "pass a function that the program takes the address of",
                    "type=scalar expected=func");
        }
        return slot;
    }

    boolean isFunction(long value) {
        return (value & 0xffff_ffffL << 32) == FUNCTION_TAG;
    }
}
