package dev.skep.object;

import dev.skep.isa.RawInsn;
import java.util.List;

/// A function whose instructions are final but for the distances to other functions.
///
/// @param links its references to functions of the object, in order of slots
record PatchedFunction(ObjectFunction function, List<RawInsn> slots, List<Link> links) {
    /// A call to, or the address of, `target` in the instruction at `slot`.
    record Link(int slot, ObjectFunction target) {}
}
