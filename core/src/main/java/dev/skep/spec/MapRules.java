package dev.skep.spec;

import java.util.Set;

/// What maps of one type have to look like.
///
/// @param keySize in bytes
/// @param valueSize in bytes, one CPU's
/// @param entries how many it may hold; bytes of a ring buffer, pages of an arena
/// @param flags what it may be created with
/// @param requiredFlags what it must be created with
public record MapRules(
        Amount keySize,
        Amount valueSize,
        Amount entries,
        Set<MapFlag> flags,
        Set<MapFlag> requiredFlags) {
    /// Which numbers are allowed.
    ///
    /// @param most [Integer#MAX_VALUE] where only memory sets a limit
    /// @param step allowed are `least`, `least + step` and so on; 0 means powers of two
    public record Amount(int least, int most, int step) {
        /// Whether `number` is allowed.
        public boolean contains(int number) {
            boolean stepped =
                    step == 0 ? Integer.bitCount(number) == 1 : (number - least) % step == 0;
            return number >= least && number <= most && stepped;
        }

        /// For people: `4`, `1 or more`, `8 to 1016 in steps of 8`.
        @Override
        public String toString() {
            String range =
                    least == most
                            ? Integer.toString(least)
                            : most == Integer.MAX_VALUE
                                    ? least + " or more"
                                    : least + " to " + most;
            return switch (step) {
                case 0 -> range + ", a power of two";
                case 1 -> range;
                default -> range + " in steps of " + step;
            };
        }
    }

    /// Copies the flags.
    public MapRules {
        flags = Set.copyOf(flags);
        requiredFlags = Set.copyOf(requiredFlags);
    }
}
