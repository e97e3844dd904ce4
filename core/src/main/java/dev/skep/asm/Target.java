package dev.skep.asm;

/// Where a jump leads, as written.
sealed interface Target {
    /// `+3`: so many slots behind the next instruction.
    record Relative(int distance) implements Target {}

    /// A label. `position` is where its name stands in the line.
    record Label(String name, int position) implements Target {}
}
