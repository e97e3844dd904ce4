package dev.skep.vm;

/// The register file.
final class Registers {
    /// A power of two, so that four bits of an operation always name a place in it.
    static final int COUNT = 16;

    private Registers() {}
}
