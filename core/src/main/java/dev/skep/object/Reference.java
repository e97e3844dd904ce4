package dev.skep.object;

/// What a relocation of code refers to.
sealed interface Reference {
    /// A map, by its number.
    record MapAddress(int map) implements Reference {}

    /// A byte of the value of a map of globals.
    record Variable(int map, int offset) implements Reference {}

    /// A function of this object: its address, or a call to it.
    record Local(ObjectFunction function) implements Reference {}

    /// Something from outside.
    record Outside(Extern extern) implements Reference {}
}
