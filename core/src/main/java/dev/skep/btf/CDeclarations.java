package dev.skep.btf;

/// BTF as C source.
public final class CDeclarations {
    private CDeclarations() {}

    /// All types of `btf` and its base, in an order that compiles.
    public static String all(Btf btf) {
        throw new UnsupportedOperationException();
    }

    /// The declaration of `name` as a variable of a type: `struct flow *name[4]`; of the type alone
    /// if the name is empty.
    public static String declare(Btf btf, int typeId, String name) {
        throw new UnsupportedOperationException();
    }

    /// The definition of a type and nothing else: `struct flow { ... };`
    public static String define(Btf btf, int typeId) {
        throw new UnsupportedOperationException();
    }
}
