package dev.skep.object;

import static dev.skep.object.ObjectCode.MAP;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.elf.ElfFile;
import dev.skep.elf.Section;
import dev.skep.elf.Symbol;
import dev.skep.program.MapDefinition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the maps of `maps` and `maps/...` sections: structures of numbers, as loaders took them
/// before BTF.
///
/// Every loader's structure starts with type, key size, value size and greatest number of entries,
/// of 4 bytes each, and all but the first one's go on with flags. Of those of 36 bytes, iproute2's,
/// the rest is read as well: id, pinning, the id of the inner map, and the place of this map in an
/// outer one.
final class LegacyMapReader {
    private static final int SHORTEST = 16;
    private static final int WITH_IDS = 36;
    private static final int MOST_SLOTS = 65_536;
    private static final Pattern TAIL_CALL = Pattern.compile("([1-9][0-9]{0,8})/([0-9]{1,9})");

    private final ElfFile elf;
    private final Optional<Btf> btf;
    private final Functions functions;
    private final List<Entry> entries = new ArrayList<>();

    private LegacyMapReader(ElfFile elf, Optional<Btf> btf, Functions functions) {
        this.elf = elf;
        this.btf = btf;
        this.functions = functions;
    }

    static boolean isMaps(Section section) {
        return section.type() == Section.PROGBITS
                && (section.name().equals("maps") || section.name().startsWith("maps/"));
    }

    static List<LocatedMap> read(ElfFile elf, Optional<Btf> btf, Functions functions) {
        LegacyMapReader reader = new LegacyMapReader(elf, btf, functions);
        elf.sections().stream().filter(LegacyMapReader::isMaps).forEach(reader::section);
        return reader.located();
    }

    /// What stands in a section.
    ///
    /// @param id what other maps and sections call it, 0 if nothing
    /// @param innerId the id of the map that its elements look like, 0 if none
    /// @param innerIndex its place in the map whose elements look like it
    private record Entry(
            int section,
            long offset,
            MapDefinition definition,
            int id,
            int innerId,
            int innerIndex) {}

    private void section(Section section) {
        List<Symbol> symbols =
                elf.symbols().stream()
                        .filter(symbol -> symbol.section() == section.index())
                        .filter(symbol -> !symbol.name().isEmpty())
                        .filter(
                                symbol ->
                                        symbol.type() == Symbol.Type.OBJECT
                                                || symbol.type() == Symbol.Type.NOTYPE)
                        .sorted(Comparator.comparingLong(Symbol::value))
                        .toList();
        for (int at = 0; at < symbols.size(); at++) {
            Symbol symbol = symbols.get(at);
            long end = at + 1 < symbols.size() ? symbols.get(at + 1).value() : section.size();
            if (symbol.size() > 0) {
                end = Math.min(end, symbol.value() + symbol.size());
            }
            entries.add(entry(section, symbol, end));
        }
    }

    private Entry entry(Section section, Symbol symbol, long end) {
        long start = symbol.value();
        ByteBuffer bytes = section.contents();
        if (start < 0
                || end - start < SHORTEST
                || (end - start) % Integer.BYTES != 0
                || end > bytes.limit()) {
            throw MAP.malformed(
                    "map %s takes bytes %d to %d of section %s; a definition takes at least %d"
                            .formatted(symbol.name(), start, end, section.name(), SHORTEST),
                    section.name(),
                    start,
                    "declare it as a struct bpf_map_def, or better as a BTF map in .maps");
        }
        bytes.position((int) start);
        long type = Integer.toUnsignedLong(bytes.getInt());
        MapDefinition definition =
                new MapDefinition(
                        symbol.name(),
                        MapTypes.of(type, symbol.name(), section.name(), start),
                        bytes.getInt(),
                        bytes.getInt(),
                        bytes.getInt(),
                        end - start > SHORTEST ? bytes.getInt() : 0,
                        0,
                        types(symbol.name()),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        MapDefinition.Pinning.NONE);
        if (end - start != WITH_IDS) {
            return new Entry(section.index(), start, definition, 0, 0, 0);
        }
        int id = bytes.getInt();
        boolean pinned = bytes.getInt() != 0;
        MapDefinition.Pinning pinning =
                pinned ? MapDefinition.Pinning.BY_NAME : MapDefinition.Pinning.NONE;
        return new Entry(
                section.index(),
                start,
                definition.withPinning(pinning),
                id,
                bytes.getInt(),
                bytes.getInt());
    }

    /// The types that the macro `BPF_ANNOTATE_KV_PAIR` leaves in a structure of a special name.
    private Optional<MapDefinition.Types> types(String map) {
        if (btf.isEmpty()) {
            return Optional.empty();
        }
        var id = btf.get().find(BtfKind.STRUCT, "____btf_map_" + map);
        if (id.isEmpty()
                || !(btf.get().type(id.getAsInt()) instanceof BtfType.Struct pair)
                || pair.members().size() != 2) {
            return Optional.empty();
        }
        return Optional.of(
                new MapDefinition.Types(
                        btf.get(),
                        pair.members().getFirst().type(),
                        pair.members().getLast().type()));
    }

    private List<LocatedMap> located() {
        Map<Integer, List<Entry>> byId = new HashMap<>();
        entries.forEach(e -> byId.computeIfAbsent(e.id, _ -> new ArrayList<>()).add(e));
        Map<Integer, List<MapDefinition.Slot>> tailCalls = tailCalls();
        List<LocatedMap> located = new ArrayList<>();
        int slotCount = 0;
        for (Entry entry : entries) {
            List<Entry> inner = entry.innerId == 0 ? List.of() : list(byId, entry.innerId);
            List<MapDefinition.Slot> slots = new ArrayList<>(list(tailCalls, entry.id));
            slotCount += inner.size();
            if (slotCount > MOST_SLOTS) {
                throw MAP.malformed(
                        "the maps of maps have more than %d initial elements".formatted(MOST_SLOTS),
                        elf.sections().get(entry.section).name(),
                        entry.offset,
                        "give maps of maps ids of their own");
            }
            for (Entry other : inner) {
                if (other.innerIndex >= 0) {
                    slots.add(new MapDefinition.Slot(other.innerIndex, other.definition.name()));
                }
            }
            MapDefinition definition = entry.definition.withSlots(slots);
            if (!inner.isEmpty()) {
                definition = definition.withInner(inner.getFirst().definition);
            }
            located.add(new LocatedMap(entry.section, entry.offset, definition));
        }
        return located;
    }

    private static <T> List<T> list(Map<Integer, List<T>> lists, int id) {
        return lists.getOrDefault(id, List.of());
    }

    /// The programs whose sections are named after a map's id and their place in it: `2/1`.
    private Map<Integer, List<MapDefinition.Slot>> tailCalls() {
        Map<Integer, List<MapDefinition.Slot>> slots = new HashMap<>();
        for (ObjectFunction function : functions.entries()) {
            Matcher parts = TAIL_CALL.matcher(function.section());
            if (parts.matches()) {
                slots.computeIfAbsent(Integer.parseInt(parts.group(1)), _ -> new ArrayList<>())
                        .add(
                                new MapDefinition.Slot(
                                        Integer.parseInt(parts.group(2)), function.name()));
            }
        }
        return slots;
    }
}
