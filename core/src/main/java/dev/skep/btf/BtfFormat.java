package dev.skep.btf;

/// Prints bytes as values of BTF types: the contents of maps. Arrays of more than 1,024 elements,
/// and values of more than 32,768 parts, are cut short and say so.
public final class BtfFormat {
    private BtfFormat() {}

    /// The value of type `typeId` at the start of `bytes`, in the byte order of `btf`, in the
    /// syntax of C initialisers: `{ .src = 10, .dst = 11 }`.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#SHORT_VALUE] if there are too few
    ///   bytes
    public static String text(Btf btf, int typeId, byte[] bytes) {
        return tree(btf, typeId, bytes).text();
    }

    /// The same as a tree. Type 0 stands for bytes without a meaning.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#SHORT_VALUE] if there are too few
    ///   bytes
    public static BtfValue tree(Btf btf, int typeId, byte[] bytes) {
        ValueReader reader = new ValueReader(btf, bytes);
        long size = TypeLayout.size(btf, typeId);
        if (size < 0) {
            return reader.raw();
        }
        if (size > bytes.length) {
            throw BtfFault.shortValue(size, bytes.length);
        }
        return reader.read(typeId, 0);
    }
}
