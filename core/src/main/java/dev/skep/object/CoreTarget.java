package dev.skep.object;

import dev.skep.btf.Btf;

/// The types that CO-RE relocations are resolved against.
public sealed interface CoreTarget {
    /// None: an object that needs types of its target does not link.
    record Unknown() implements CoreTarget {}

    /// The object's own types: every relocation resolves to what the compiler saw. Right where the
    /// program works on data that was laid out by the same declarations.
    record OwnTypes() implements CoreTarget {}

    /// The types of the kernel, or whatever else the program will look at.
    record Types(Btf btf) implements CoreTarget {}
}
