package dev.skep.object.core;

import dev.skep.btf.BtfKind;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;

/// Two type graphs that are being compared, and how much work comparing them may still take.
final class Comparison {
    /// Pointers and prototypes nested deeper than this count as different.
    static final int DEEPEST = 32;

    private static final int MOST_STEPS = 20_000_000;

    final Types local;
    final Types target;
    private int steps;

    Comparison(Types local, Types target) {
        this.local = local;
        this.target = target;
    }

    /// Counts one step of work.
    ///
    /// @throws LinkException if there have been too many
    void step() {
        if (++steps > MOST_STEPS) {
            throw new LinkException(
                    Diagnostic.of(
                                    CoreCode.TOO_LARGE,
                                    "comparing types took more than " + MOST_STEPS + " steps")
                            .fix("check that the BTF comes from a compiler"));
        }
    }

    /// Whether two kinds can stand for each other: the same, or enumerations of either width.
    static boolean sameKind(BtfKind one, BtfKind other) {
        return one == other || isEnumeration(one) && isEnumeration(other);
    }

    private static boolean isEnumeration(BtfKind kind) {
        return kind == BtfKind.ENUM || kind == BtfKind.ENUM64;
    }
}
