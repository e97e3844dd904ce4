package dev.skep.btf;

/// Prints bytes as values of BTF types: the contents of maps.
public final class BtfFormat {
    private BtfFormat() {}

    /// The value of type `typeId` at the start of `bytes`, in the byte order of `btf`, in the
    /// syntax of C initialisers: `{ .src = 10, .dst = 11 }`.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#SHORT_VALUE] if there are too few
    ///   bytes
    public static String text(Btf btf, int typeId, byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    /// The same as a tree.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#SHORT_VALUE] if there are too few
    ///   bytes
    public static BtfValue tree(Btf btf, int typeId, byte[] bytes) {
        throw new UnsupportedOperationException();
    }
}
