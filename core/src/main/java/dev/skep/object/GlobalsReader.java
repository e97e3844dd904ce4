package dev.skep.object;

import static dev.skep.object.ObjectCode.TOO_LARGE;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.elf.ElfFile;
import dev.skep.elf.Section;
import dev.skep.elf.Symbol;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads sections of global variables: each is an array map of one element, under the section's
/// name, with the flags that libbpf gives it.
final class GlobalsReader {
    /// `BPF_F_RDONLY_PROG`.
    static final int READ_ONLY_FOR_PROGRAMS = 1 << 7;

    /// `BPF_F_MMAPABLE`.
    private static final int MAPPABLE = 1 << 10;

    private final ElfFile elf;
    private final Optional<Btf> btf;

    private GlobalsReader(ElfFile elf, Optional<Btf> btf) {
        this.elf = elf;
        this.btf = btf;
    }

    static List<LocatedMap> read(ElfFile elf, Optional<Btf> btf) {
        GlobalsReader reader = new GlobalsReader(elf, btf);
        return elf.sections().stream()
                .filter(section -> isGlobals(section) && section.size() > 0)
                .map(reader::map)
                .toList();
    }

    static boolean isGlobals(Section section) {
        return isSection(section, Section.PROGBITS, ".rodata")
                || isSection(section, Section.PROGBITS, ".data")
                || isSection(section, Section.NOBITS, ".bss");
    }

    private static boolean isSection(Section section, int type, String name) {
        return section.type() == type
                && (section.name().equals(name) || section.name().startsWith(name + "."));
    }

    private LocatedMap map(Section section) {
        if (section.size() > Integer.MAX_VALUE - Long.BYTES) {
            throw TOO_LARGE.malformed(
                    "section %s has %d bytes; the value of a map has at most 2 GiB"
                            .formatted(section.name(), section.size()),
                    section.name(),
                    section.offset(),
                    "declare large data as maps of their own");
        }
        int size = (int) section.size();
        boolean readOnly = section.name().startsWith(".rodata");
        Optional<BtfType.DataSection> layout = layout(section.name());
        List<Globals.Variable> variables = variables(section, layout);
        Globals globals =
                section.type() == Section.NOBITS
                        ? Globals.zeroes(size, variables)
                        : new Globals(contents(section), variables, readOnly);
        int flags =
                (readOnly ? READ_ONLY_FOR_PROGRAMS : 0)
                        | (layout.filter(this::hasVisible).isPresent() ? MAPPABLE : 0);
        MapDefinition definition =
                definition(section.name(), size, flags, typeOf(section.name()), globals);
        return new LocatedMap(section.index(), LocatedMap.WHOLE, definition);
    }

    /// The map of a section of variables.
    static MapDefinition definition(
            String name,
            int size,
            int flags,
            Optional<MapDefinition.Types> types,
            Globals globals) {
        return new MapDefinition(
                name,
                MapType.ARRAY,
                Integer.BYTES,
                size,
                1,
                flags,
                0,
                types,
                Optional.empty(),
                List.of(),
                Optional.of(globals),
                MapDefinition.Pinning.NONE);
    }

    private static byte[] contents(Section section) {
        ByteBuffer contents = section.contents();
        byte[] bytes = new byte[contents.remaining()];
        contents.get(bytes);
        return bytes;
    }

    private Optional<MapDefinition.Types> typeOf(String section) {
        return btf.flatMap(
                types -> {
                    var id = types.find(BtfKind.DATASEC, section);
                    return id.isPresent()
                            ? Optional.of(new MapDefinition.Types(types, 0, id.getAsInt()))
                            : Optional.empty();
                });
    }

    private Optional<BtfType.DataSection> layout(String section) {
        return typeOf(section)
                .map(types -> (BtfType.DataSection) types.btf().type(types.valueTypeId()));
    }

    /// Whether user space is meant to see any of its variables.
    private boolean hasVisible(BtfType.DataSection layout) {
        Btf types = btf.orElseThrow();
        return layout.variables().stream()
                .map(entry -> types.type(entry.variable()))
                .anyMatch(
                        type ->
                                type instanceof BtfType.Variable variable
                                        && variable.linkage() != BtfType.Linkage.STATIC);
    }

    private List<Globals.Variable> variables(
            Section section, Optional<BtfType.DataSection> layout) {
        Map<String, Symbol> symbols = new HashMap<>();
        for (Symbol symbol : elf.symbols()) {
            if (symbol.section() == section.index() && symbol.type() == Symbol.Type.OBJECT) {
                symbols.put(symbol.name(), symbol);
            }
        }
        List<Globals.Variable> variables = new ArrayList<>();
        Set<String> typed = new HashSet<>();
        if (layout.isPresent()) {
            Btf types = btf.orElseThrow();
            for (BtfType.SectionVariable entry : layout.get().variables()) {
                String name = types.name(entry.variable());
                Symbol symbol = symbols.get(name);
                long offset = symbol == null ? entry.offset() : symbol.value();
                int typeId =
                        types.type(entry.variable()) instanceof BtfType.Variable variable
                                ? variable.type()
                                : 0;
                add(variables, section, name, offset, entry.size(), typeId);
                typed.add(name);
            }
        }
        for (Symbol symbol : symbols.values()) {
            if (!typed.contains(symbol.name()) && !symbol.name().isEmpty()) {
                add(variables, section, symbol.name(), symbol.value(), symbol.size(), 0);
            }
        }
        variables.sort(
                Comparator.comparingInt(Globals.Variable::offset)
                        .thenComparing(Globals.Variable::name));
        return variables;
    }

    /// Adds a variable if it lies within the section; what does not is no use to anyone.
    private static void add(
            List<Globals.Variable> variables,
            Section section,
            String name,
            long offset,
            long size,
            int typeId) {
        if (offset >= 0 && size >= 0 && offset <= section.size() - size) {
            variables.add(new Globals.Variable(name, (int) offset, (int) size, typeId));
        }
    }
}
