package dev.skep.jit.flow;

/// Instructions that are executed one after the other.
///
/// @param number its place among the blocks of its function, as [BlockOrder] puts them; 0 is the
///   entry
/// @param first the slot of its first instruction
/// @param last the slot of its last instruction
/// @param next the block that follows if the last instruction does not jump, -1 if none does
/// @param target the block that the last instruction jumps to, -1 if it does not jump
public record Block(int number, int first, int last, int next, int target) {
    /// The block that follows or is jumped to: `which` is 0 or 1; -1 for none.
    int successor(int which) {
        return which == 0 ? next : target == next ? -1 : target;
    }
}
