package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.LinkException;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import dev.skep.spec.ProgramType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkingTest {
    @ParameterizedTest
    @ValueSource(strings = {"linking.bpf.o", "linking.clang14.o", "linking.big-endian.o"})
    void aProgramHoldsJustTheFunctionsThatItReaches(String object) {
        assertEquals(List.of("first", "shared", "middle", "leaf"), functions(object, "first"));
        assertEquals(
                List.of("second", "each", "leaf", "concealed", "replaceable"),
                functions(object, "second"));
        assertEquals(List.of("third", "leaf"), functions(object, "third"));
    }

    private static List<String> functions(String object, String program) {
        return Fixture.program(object, program).subprograms().stream()
                .map(Subprogram::name)
                .toList();
    }

    @Test
    void callsLeadToTheStartsOfFunctions() {
        for (Program program : linked("linking.bpf.o").programs()) {
            List<Integer> starts = program.subprograms().stream().map(Subprogram::start).toList();
            for (Insn insn : program.code().insns()) {
                if (insn instanceof Insn.CallSubprogram call) {
                    assertTrue(starts.contains(call.target()), () -> program.name() + call);
                }
            }
        }
    }

    @Test
    void callsLeadToTheFunctionsThatTheSourceNames() {
        Program program = Fixture.program("linking.bpf.o", "first");
        List<String> calls =
                program.code().insns().stream()
                        .filter(Insn.CallSubprogram.class::isInstance)
                        .map(insn -> ((Insn.CallSubprogram) insn).target())
                        .map(target -> program.subprogramAt(target).orElseThrow().name())
                        .toList();
        assertEquals(List.of("shared", "middle", "leaf", "leaf"), calls);
    }

    @Test
    void aCallbackIsTheAddressOfItsFunction() {
        Program program = Fixture.program("linking.bpf.o", "second");
        int slot = slotOf(program, ImmediateKind.FUNCTION);
        Insn.LoadImmediate load = (Insn.LoadImmediate) program.code().at(slot);
        int target = slot + 1 + (int) load.value();
        assertEquals("each", program.subprogramAt(target).map(Subprogram::name).orElseThrow());
        assertEquals(target, program.subprograms().get(1).start());
    }

    private static int slotOf(Program program, ImmediateKind kind) {
        for (int slot = 0; slot < program.code().slots(); slot++) {
            if (program.code().startsAt(slot)
                    && program.code().at(slot) instanceof Insn.LoadImmediate load
                    && load.kind() == kind) {
                return slot;
            }
        }
        throw new AssertionError("no load of the kind " + kind);
    }

    @Test
    void variablesAreAddressedThroughTheirMaps() {
        Program program = Fixture.program("linking.bpf.o", "third");
        Insn.LoadImmediate load = (Insn.LoadImmediate) program.code().at(0);
        assertEquals(ImmediateKind.MAP_INDEX_VALUE, load.kind());
        assertEquals(".rodata", program.maps().get((int) load.value()).name());
        assertEquals(40, load.value() >>> 32);
    }

    @Test
    void hiddenAndStaticFunctionsAreNotGlobal() {
        List<String> global =
                Fixture.program("linking.bpf.o", "second").subprograms().stream()
                        .filter(Subprogram::global)
                        .map(Subprogram::name)
                        .toList();
        assertEquals(List.of("second", "replaceable"), global);
    }

    @Test
    void linesMoveWithTheirFunctions() {
        Program program = Fixture.program("linking.bpf.o", "first");
        Subprogram leaf = program.subprograms().getLast();
        assertEquals(
                "return x * 3 + hidden;",
                program.lineAt(leaf.start()).orElseThrow().text().strip());
        assertEquals("linking.bpf.c", file(program.lineAt(0).orElseThrow().describe()));
        assertTrue(leaf.btfId() > 0);
    }

    private static String file(String place) {
        return place.substring(0, place.indexOf(':'));
    }

    @Test
    void aProgramMayCallAnotherOne() {
        assertEquals(List.of("caller", "callee", "leaf"), functions("cross.bpf.o", "caller"));
        assertEquals(List.of("callee", "leaf"), functions("cross.bpf.o", "callee"));
    }

    @Test
    void anotherFileMayReplaceAWeakFunction() {
        assertEquals(List.of("entry", "choose", "helper"), functions("weak.o", "entry"));
        assertEquals(2, Fixture.object("weak.o").subprograms().size());
    }

    @Test
    void gccCountsCallsInBytes() {
        assertEquals(List.of("entry", "twice", "half", "other"), functions("gnu.o", "entry"));
    }

    @Test
    void sectionsNameProgramTypes() {
        LinkedObject object = linked("linking.bpf.o");
        assertEquals(ProgramType.XDP, object.program("second").type());
        assertEquals(ProgramType.SOCKET_FILTER, object.program("third").type());
        assertEquals("xdp", object.program("second").section());
        assertEquals("Dual MIT/GPL", object.program("first").license());
        assertEquals(0x060c00, object.program("first").kernelVersion());
    }

    @Test
    void theCallerMayChooseTypesAndPrograms() {
        LinkedObject object =
                Fixture.object("legacy.bpf.o")
                        .link(
                                LinkOptions.standard()
                                        .withTypes(Map.of("balancer", ProgramType.XDP))
                                        .withPrograms(Set.of("balancer")));
        assertEquals(1, object.programs().size());
        assertEquals(ProgramType.XDP, object.program("balancer").type());
    }

    @Test
    void anUnknownProgramIsAnsweredWithSuggestions() {
        BpfObject object = Fixture.object("linking.bpf.o");
        LinkException e = assertThrows(LinkException.class, () -> object.program("frist"));
        assertEquals(ObjectCode.NO_PROGRAM, e.diagnostic().code());
        assertEquals("did you mean first?", e.diagnostic().remedy());
        assertEquals("third", object.program("socket").name());
    }

    @Test
    void sectionsOfUnknownNamesHoldProgramsOfUnknownType() {
        BpfObject object = Fixture.object("legacy.bpf.o");
        assertEquals(Optional.empty(), object.program("from_container").type());
        assertEquals(Optional.of(ProgramType.RAW_TRACEPOINT), object.program("filler").type());
        assertEquals(Optional.of(ProgramType.KPROBE), object.program("probe_return").type());
        assertEquals(6, object.link(LinkOptions.standard()).programs().size());
    }

    @Test
    void relocationsAreReadable() {
        List<String> text =
                Fixture.object("linking.bpf.o").relocations().stream()
                        .filter(r -> r.function().equals("second"))
                        .map(r -> r.slot() + " " + r.type() + ": " + r.meaning())
                        .limit(4)
                        .toList();
        assertEquals(
                List.of(
                        "5 R_BPF_64_64: address of each",
                        "10 R_BPF_64_32: call of concealed",
                        "13 R_BPF_64_32: call of replaceable",
                        "15 R_BPF_64_64: variable settings (.rodata + 0)"),
                text);
    }

    @Test
    void coreRelocationsAndInitialElementsAreReadableToo() {
        assertEquals(
                List.of("byte offset of struct task.start", "variable out (.bss + 0)"),
                Fixture.object("core.bpf.o").relocations().stream()
                        .limit(2)
                        .map(ObjectRelocation::meaning)
                        .toList());
        assertEquals(
                List.of(
                        "initial element of map outer: inner_a",
                        "initial element of map outer: inner_b",
                        "initial element of map jumps: target",
                        "initial element of map jumps: other"),
                Fixture.object("maps.bpf.o").relocations().stream()
                        .filter(r -> r.section().equals(".maps"))
                        .map(ObjectRelocation::meaning)
                        .toList());
    }

    @Test
    void specialSectionsAreRemarked() {
        List<String> remarks = Fixture.object("special.bpf.o").remarks();
        assertTrue(remarks.stream().anyMatch(r -> r.contains("arena")), remarks::toString);
        Insn load = Fixture.program("special.bpf.o", "add").code().at(0);
        assertEquals(
                new Insn.LoadImmediate(
                        ((Insn.LoadImmediate) load).dst(), ImmediateKind.MAP_INDEX_VALUE, 0),
                load);
    }

    private static LinkedObject linked(String object) {
        return Fixture.object(object).link(LinkOptions.standard());
    }
}
