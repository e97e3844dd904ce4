package dev.skep.asm;

/// Text to instructions.
public final class Assembler {
    Assembler() {}
}
