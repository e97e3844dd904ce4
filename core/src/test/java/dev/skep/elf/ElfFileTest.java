package dev.skep.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.asm.Tool;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElfFileTest {
    @Test
    void symbolsNameFunctionsMapsAndGlobals() {
        ElfFile elf = Cases.elf("maps.o");
        Symbol program = symbol(elf, "pass_some");
        assertEquals(Symbol.Type.FUNC, program.type());
        assertEquals(Symbol.Binding.GLOBAL, program.binding());
        assertEquals("xdp", elf.sections().get(program.section()).name());
        assertEquals(program.size(), elf.section("xdp").orElseThrow().size());
        assertEquals(".maps", elf.sections().get(symbol(elf, "flows").section()).name());
        assertEquals(Symbol.Binding.LOCAL, symbol(elf, "count").binding());
    }

    @Test
    void relocationsSayWhatInstructionsReferTo() {
        ElfFile elf = Cases.elf("maps.o");
        List<Relocation> relocations = elf.relocations(elf.section("xdp").orElseThrow());
        Map<Relocation.Type, Long> kinds =
                relocations.stream()
                        .collect(Collectors.groupingBy(Relocation::type, Collectors.counting()));
        assertTrue(kinds.get(Relocation.Type.WIDE_LOAD) > 2, kinds.toString());
        assertTrue(kinds.get(Relocation.Type.CALL) >= 1, kinds.toString());
        assertTrue(relocations.stream().anyMatch(r -> r.symbol().name().equals("seen")));
        assertTrue(relocations.stream().allMatch(r -> r.addend().isEmpty()));
    }

    @Test
    void zeroedSectionsHaveASizeAndNoContents() {
        Section zeroed = Cases.elf("maps.o").section(".bss").orElseThrow();
        assertEquals(Section.NOBITS, zeroed.type());
        assertEquals(8, zeroed.size());
        assertEquals(0, zeroed.contents().remaining());
    }

    @Test
    void bigEndianObjectsHoldTheSame() {
        ElfFile little = Cases.elf("maps.o");
        ElfFile big = Cases.elf("maps.big.o");
        assertEquals(ByteOrder.LITTLE_ENDIAN, little.order());
        assertEquals(ByteOrder.BIG_ENDIAN, big.order());
        assertEquals(ByteOrder.BIG_ENDIAN, big.section("xdp").orElseThrow().contents().order());
        assertEquals(names(little), names(big));
    }

    @Test
    void compressedSectionsAreExpanded() {
        Section packed = Cases.elf("maps.zlib.o").section(".debug_str").orElseThrow();
        Section plain = Cases.elf("maps.dwarf.o").section(".debug_str").orElseThrow();
        assertEquals(plain.contents(), packed.contents());
        assertEquals(0, packed.flags() & Section.COMPRESSED);
    }

    @Test
    void contentsAreViewsThatCannotBeWritten() {
        ByteBuffer contents = Cases.section("maps.o", "xdp");
        assertTrue(contents.isReadOnly());
        contents.getLong();
        assertEquals(0, Cases.section("maps.o", "xdp").position());
    }

    @Test
    void extendedNumberingIsUnderstood() {
        ByteBuffer file = Cases.copy("maps.o");
        List<String> before = names(ElfFile.parse(file.array()));
        int table = (int) file.getLong(40);
        file.putLong(table + 32, file.getShort(60));
        file.putInt(table + 40, file.getShort(62));
        file.putShort(60, (short) 0);
        file.putShort(62, (short) 0xffff);
        assertEquals(before, names(ElfFile.parse(file.array())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"maps.o", "maps.big.o", "maps.dwarf.o", "core.o", "types.o", "types.gcc.o"})
    void sectionsAndSymbolsAreThoseOfReadelf(String name) throws Exception {
        Tool.require("readelf");
        String listing = Tool.run("", "readelf", "-SsW", Cases.path(name).toString());
        ElfFile elf = Cases.elf(name);
        for (Section section : elf.sections().subList(1, elf.sections().size())) {
            String start = String.format("[%2d] %s ", section.index(), section.name());
            String line = line(listing, start);
            assertTrue(
                    line.contains(String.format(" %06x %06x ", section.offset(), section.size())),
                    line + " for " + section);
        }
        for (Symbol symbol : elf.symbols()) {
            String line =
                    line(listing, String.format("%4d: %016x", symbol.index(), symbol.value()));
            assertTrue(line.contains(symbol.type().name().substring(0, 3)), line);
            assertTrue(line.contains(symbol.binding().name()), line);
            boolean named = symbol.type() != Symbol.Type.SECTION;
            assertTrue(!named || line.stripTrailing().endsWith(symbol.name()), line);
        }
    }

    private static String line(String listing, String start) {
        return listing.lines()
                .filter(line -> (line + " ").contains(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError(start + " is missing in\n" + listing));
    }

    private static Symbol symbol(ElfFile elf, String name) {
        return elf.symbols().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> names(ElfFile elf) {
        return elf.sections().stream().map(Section::name).toList();
    }
}
