package dev.skep.object.core;

import java.util.Optional;

/// What a relocation resolves to.
///
/// @param spec what it refers to, readable
/// @param local what the object's own types answer
/// @param target what the target's types answer; empty if they lack it
/// @param reason why there is no target answer, or why an instruction must not use it; empty
///   otherwise
/// @param resizable whether a load or store may take the size of the target's field where that
///   differs from the local one
record Resolution(
        String spec, Answer local, Optional<Answer> target, String reason, boolean resizable) {
    /// Whether a load or store through this relocation would read the wrong number of bytes.
    boolean sizeMismatch() {
        return target.isPresent() && local.fieldSize() != target.get().fieldSize() && !resizable;
    }
}
