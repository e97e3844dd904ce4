package dev.skep.cli;

import dev.skep.asm.HelperNames;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import java.util.stream.Collectors;

/// Names that printed instructions carry.
final class Names {
    private Names() {}

    /// Helpers as C programs spell them.
    static HelperNames helpers() {
        return HelperNames.of(
                Helpers.all().stream().collect(Collectors.toMap(Helper::id, Helper::fullName)));
    }
}
