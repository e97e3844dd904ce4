package dev.skep.btf;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/// `.BTF.ext`: what BTF knows about instructions, by the name of the section they stand in.
/// Immutable.
public final class BtfExt {
    private BtfExt() {}

    /// Reads the remaining bytes of a `.BTF.ext` section that belongs to `btf`.
    ///
    /// @throws dev.skep.diag.MalformedException with a [BtfCode] if they cannot be right
    public static BtfExt parse(ByteBuffer bytes, Btf btf) {
        throw new UnsupportedOperationException();
    }

    /// The names of all sections it says something about.
    public Set<String> sections() {
        throw new UnsupportedOperationException();
    }

    /// The functions in that section; empty if nothing is known.
    public List<FuncInfo> functions(String section) {
        throw new UnsupportedOperationException();
    }

    /// The source lines of that section; empty if nothing is known.
    public List<LineInfo> lines(String section) {
        throw new UnsupportedOperationException();
    }

    /// The CO-RE requests of that section; empty if there are none.
    public List<CoreRelocation> relocations(String section) {
        throw new UnsupportedOperationException();
    }
}
