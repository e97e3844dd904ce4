package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.LinkException;
import dev.skep.diag.MalformedException;
import dev.skep.elf.ElfFile;
import dev.skep.elf.Section;
import dev.skep.elf.Symbol;
import dev.skep.program.StructOps;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Structures of functions that an object implements.
class StructOpsTest {
    private static final String OBJECT = "special.bpf.o";

    @Test
    void theVariableSaysWhichProgramStandsInWhichMember() {
        StructOps chooser = Fixture.object(OBJECT).structs().getFirst();
        assertEquals("chooser", chooser.name());
        assertEquals("ops", chooser.structure());
        assertEquals(
                List.of(new StructOps.Implementation("decide", "decide")), chooser.functions());
        assertEquals(Optional.of("decide"), chooser.program("decide"));
        assertEquals(Optional.empty(), chooser.program("no_such"));
        assertFalse(chooser.linked());
        assertTrue(chooser.automatic());
        assertEquals(8, chooser.contents().size());
    }

    @Test
    void programsAreLinkedForTheirMember() {
        LinkedObject linked = Fixture.object(OBJECT).link(LinkOptions.standard());
        assertEquals("ops.decide", linked.program("decide").attachTarget());
        assertEquals(1, linked.structs().size());
        LinkOptions others = LinkOptions.standard().withPrograms(Set.of("add"));
        assertEquals(List.of(), Fixture.object(OBJECT).link(others).structs());
        LinkOptions chooser = LinkOptions.standard().withPrograms(Set.of("chooser"));
        LinkedObject only = Fixture.object(OBJECT).link(chooser);
        assertEquals(1, only.structs().size());
        assertEquals("decide", only.programs().getFirst().name());
        assertEquals(1, only.programs().size());
    }

    @Test
    void aProgramIsOneMemberOfOneStructure() {
        StructOps chooser = Fixture.object(OBJECT).structs().getFirst();
        StructOps other =
                new StructOps(
                        "other",
                        ".struct_ops.link",
                        chooser.btf(),
                        chooser.typeId(),
                        chooser.contents(),
                        List.of(new StructOps.Implementation("another", "decide")));
        LinkException conflict =
                assertThrows(
                        LinkException.class,
                        () -> new StructOpsChoice(List.of(chooser, other), Set.of()));
        assertEquals(ObjectCode.STRUCT_OPS, conflict.diagnostic().code());
        assertTrue(conflict.getMessage().contains("ops.another"), conflict::getMessage);
    }

    @Test
    void theirRelocationsAreExplained() {
        assertTrue(
                Fixture.object(OBJECT).relocations().stream()
                        .anyMatch(
                                r ->
                                        r.meaning()
                                                .equals(
                                                        "function of a structure (struct_ops):"
                                                                + " decide")));
    }

    @Test
    void aMemberThatIsNoProgramIsRefused() {
        byte[] bytes = Fixture.bytes(OBJECT);
        ElfFile elf = ElfFile.parse(bytes);
        List<String> symbols = elf.symbols().stream().map(Symbol::name).toList();
        Section relocations = elf.section(".rel.struct_ops").orElseThrow();
        // The number of the symbol is the upper half of the second word.
        bytes[(int) relocations.offset() + 12] = (byte) symbols.indexOf("arena");
        MalformedException broken =
                assertThrows(MalformedException.class, () -> BpfObject.read(bytes));
        assertEquals(ObjectCode.STRUCT_OPS, broken.diagnostic().code());
        assertTrue(broken.getMessage().contains("no program starts"), broken::getMessage);
    }
}
