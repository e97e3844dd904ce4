package dev.skep.object;

import static dev.skep.object.ObjectCode.MAP;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.diag.MalformedException;
import dev.skep.elf.ElfFile;
import dev.skep.elf.Relocation;
import dev.skep.elf.Section;
import dev.skep.elf.Symbol;
import dev.skep.program.MapDefinition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads the maps of a `.maps` section: each is a variable of a structure whose members' types,
/// rather than their values, say what the map looks like (libbpf's `__uint`, `__type`, `__array`).
final class BtfMapReader {
    static final String SECTION = ".maps";

    private final ElfFile elf;
    private final Btf btf;
    private final Section section;
    private final Functions functions;
    private final Remarks remarks;

    private BtfMapReader(
            ElfFile elf, Btf btf, Section section, Functions functions, Remarks remarks) {
        this.elf = elf;
        this.btf = btf;
        this.section = section;
        this.functions = functions;
        this.remarks = remarks;
    }

    static List<LocatedMap> read(
            ElfFile elf, Optional<Btf> btf, Functions functions, Remarks remarks) {
        Optional<Section> section = elf.section(SECTION).filter(s -> s.size() > 0);
        if (section.isEmpty()) {
            return List.of();
        }
        Btf types =
                btf.orElseThrow(
                        () ->
                                ObjectCode.NO_BTF.malformed(
                                        "section .maps needs BTF, and the object has none",
                                        SECTION,
                                        0,
                                        "compile with -g, and do not strip .BTF"));
        return new BtfMapReader(elf, types, section.get(), functions, remarks).maps();
    }

    private List<LocatedMap> maps() {
        OptionalInt found = btf.find(BtfKind.DATASEC, SECTION);
        if (found.isEmpty()) {
            throw ObjectCode.NO_BTF.malformed(
                    "the BTF does not describe section .maps", SECTION, 0, "compile with -g");
        }
        BtfType.DataSection layout = (BtfType.DataSection) btf.type(found.getAsInt());
        Map<String, Symbol> symbols = new HashMap<>();
        for (Symbol symbol : elf.symbols()) {
            if (symbol.section() == section.index()) {
                symbols.put(symbol.name(), symbol);
            }
        }
        List<Declared> declared = new ArrayList<>();
        for (BtfType.SectionVariable entry : layout.variables()) {
            if (btf.type(entry.variable()) instanceof BtfType.Variable variable) {
                declared.add(declared(variable, symbols.get(variable.name())));
            }
        }
        return new SlotReader(declared).located();
    }

    /// A map, and where its initial elements stand in its variable.
    private record Declared(
            String name, long offset, long size, BtfMapShape shape, MapDefinition definition) {}

    private Declared declared(BtfType.Variable variable, Symbol symbol) {
        if (symbol == null) {
            throw MAP.malformed(
                    "map %s is in the BTF but has no symbol in section .maps"
                            .formatted(variable.name()),
                    SECTION,
                    0,
                    "do not strip the symbol table");
        }
        int type = btf.resolve(variable.type());
        BtfMapShape shape = BtfMapShape.read(btf, type, variable.name(), symbol.value(), remarks);
        long size = Math.max(symbol.size(), btf.size(type));
        if (symbol.value() < 0 || symbol.value() > section.size() - size) {
            throw MAP.malformed(
                    "map %s ends behind section .maps".formatted(variable.name()),
                    SECTION,
                    symbol.value(),
                    "build the object again");
        }
        return new Declared(
                variable.name(),
                symbol.value(),
                size,
                shape,
                shape.definition(variable.name(), Optional.of(btf)));
    }

    /// Finds the initial elements of program arrays and maps of maps: relocations of the section.
    private final class SlotReader {
        private final List<Declared> declared;
        private final Map<Declared, List<MapDefinition.Slot>> slots = new HashMap<>();

        SlotReader(List<Declared> declared) {
            this.declared = declared;
        }

        List<LocatedMap> located() {
            elf.relocations(section).forEach(this::read);
            return declared.stream()
                    .map(
                            map ->
                                    new LocatedMap(
                                            section.index(),
                                            map.offset,
                                            map.definition.withSlots(
                                                    slots.getOrDefault(map, List.of()))))
                    .toList();
        }

        private void read(Relocation relocation) {
            long offset = relocation.offset();
            Declared map =
                    declared.stream()
                            .filter(m -> m.offset <= offset && offset < m.offset + m.size)
                            .findFirst()
                            .orElseThrow(() -> nowhere(relocation, "no map stands there"));
            long index = (offset - map.offset - map.shape.valuesOffset()) / Long.BYTES;
            if (map.shape.valuesOffset() < 0 || index < 0 || index > Integer.MAX_VALUE) {
                throw nowhere(relocation, "map " + map.name + " has no initial elements there");
            }
            slots.computeIfAbsent(map, _ -> new ArrayList<>())
                    .add(new MapDefinition.Slot((int) index, target(relocation)));
        }

        private String target(Relocation relocation) {
            Symbol symbol = relocation.symbol();
            long offset = symbol.value() + addend(relocation);
            if (symbol.section() == section.index()) {
                return declared.stream()
                        .filter(map -> map.offset == offset)
                        .findFirst()
                        .map(Declared::name)
                        .orElseThrow(() -> nowhere(relocation, "no map starts there"));
            }
            if (!symbol.isDefined()) {
                throw nowhere(relocation, "symbol " + symbol.name() + " is undefined");
            }
            return functions
                    .at(elf.sections().get(symbol.section()).name(), offset)
                    .map(ObjectFunction::name)
                    .orElseThrow(() -> nowhere(relocation, "no function starts there"));
        }

        private long addend(Relocation relocation) {
            if (relocation.addend().isPresent()) {
                return relocation.addend().getAsLong();
            }
            ByteBuffer contents = section.contents();
            long offset = relocation.offset();
            return offset >= 0 && offset + Long.BYTES <= contents.limit()
                    ? contents.getLong((int) offset)
                    : 0;
        }
    }

    private static MalformedException nowhere(Relocation relocation, String why) {
        return ObjectCode.RELOCATION.malformed(
                "an initial element of a map refers to nowhere: " + why,
                SECTION,
                relocation.offset(),
                "list maps of this file, or programs, in .values");
    }
}
