package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.elf.ElfFile;
import dev.skep.elf.Symbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the undefined symbols of a file and what its BTF says about them: the section in which the
/// compiler put their declarations tells who provides them.
final class ExternReader {
    /// The section of configuration values.
    static final String KCONFIG = ".kconfig";

    /// The section of kernel symbols and functions.
    private static final String KSYMS = ".ksyms";

    private final Optional<Btf> btf;
    private final Map<String, Integer> kconfig;
    private final Map<String, Integer> ksyms;

    private ExternReader(Optional<Btf> btf) {
        this.btf = btf;
        this.kconfig = declarations(KCONFIG);
        this.ksyms = declarations(KSYMS);
    }

    static List<Extern> read(ElfFile elf, Optional<Btf> btf) {
        ExternReader reader = new ExternReader(btf);
        List<Extern> externs = new ArrayList<>();
        for (Symbol symbol : elf.symbols()) {
            if (symbol.section() == Symbol.UNDEFINED && !symbol.name().isEmpty()) {
                externs.add(reader.extern(symbol));
            }
        }
        return externs;
    }

    private Map<String, Integer> declarations(String section) {
        Map<String, Integer> ids = new HashMap<>();
        if (btf.isEmpty()) {
            return ids;
        }
        Btf types = btf.get();
        types.find(BtfKind.DATASEC, section)
                .ifPresent(
                        id -> {
                            BtfType.DataSection layout = (BtfType.DataSection) types.type(id);
                            layout.variables()
                                    .forEach(v -> ids.put(types.name(v.variable()), v.variable()));
                        });
        return ids;
    }

    private Extern extern(Symbol symbol) {
        boolean weak = symbol.binding() == Symbol.Binding.WEAK;
        String name = symbol.name();
        Integer setting = kconfig.get(name);
        if (setting != null && type(setting) instanceof BtfType.Variable variable) {
            return new Extern(name, Extern.Kind.KCONFIG, weak, variable.type());
        }
        Integer declared = ksyms.get(name);
        if (declared == null) {
            return new Extern(name, Extern.Kind.UNKNOWN, weak, 0);
        }
        return switch (type(declared)) {
            case BtfType.Function _ -> new Extern(name, Extern.Kind.FUNCTION, weak, declared);
            case BtfType.Variable variable -> {
                boolean untyped = types().resolve(variable.type()) == 0;
                yield new Extern(
                        name,
                        untyped ? Extern.Kind.SYMBOL : Extern.Kind.VARIABLE,
                        weak,
                        variable.type());
            }
            default -> new Extern(name, Extern.Kind.UNKNOWN, weak, 0);
        };
    }

    private BtfType type(int id) {
        return types().type(id);
    }

    private Btf types() {
        return btf.orElseThrow();
    }
}
