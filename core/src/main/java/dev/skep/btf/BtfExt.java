package dev.skep.btf;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// `.BTF.ext`: what BTF knows about instructions, by the name of the section they stand in.
/// Immutable.
public final class BtfExt {
    private final Map<String, List<FuncInfo>> functions;
    private final Map<String, List<LineInfo>> lines;
    private final Map<String, List<CoreRelocation>> relocations;

    private BtfExt(BtfExtReader reader) {
        this.functions = reader.functions();
        this.lines = reader.lines();
        this.relocations = reader.relocations();
    }

    /// Reads the remaining bytes of a `.BTF.ext` section that belongs to `btf`.
    ///
    /// @throws dev.skep.diag.MalformedException with a [BtfCode] if they cannot be right
    public static BtfExt parse(ByteBuffer bytes, Btf btf) {
        return new BtfExt(new BtfExtReader(bytes.slice(), btf));
    }

    /// The names of all sections it says something about, in alphabetical order.
    public Set<String> sections() {
        Set<String> names = new TreeSet<>(functions.keySet());
        names.addAll(lines.keySet());
        names.addAll(relocations.keySet());
        return names;
    }

    /// The functions in that section; empty if nothing is known.
    public List<FuncInfo> functions(String section) {
        return functions.getOrDefault(section, List.of());
    }

    /// The source lines of that section; empty if nothing is known.
    public List<LineInfo> lines(String section) {
        return lines.getOrDefault(section, List.of());
    }

    /// The CO-RE requests of that section; empty if there are none.
    public List<CoreRelocation> relocations(String section) {
        return relocations.getOrDefault(section, List.of());
    }
}
