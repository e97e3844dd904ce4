package dev.skep.asm;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import dev.skep.isa.Bytecode;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AssemblerTest {
    private static final HelperNames HELPERS =
            HelperNames.of(Map.of(1, "bpf_map_lookup_elem", 2, "bpf_map_update_elem"));

    @Test
    void everyMistakeIsNamedAtItsPlace() throws Exception {
        Stream<Executable> checks =
                Tool.resource(AssemblerTest.class, "refused.txt")
                        .lines()
                        .filter(line -> !line.startsWith("# "))
                        .map(line -> line.split(" \\| "))
                        .map(row -> () -> refused(row[0], row[1], Integer.parseInt(row[2])));
        assertAll(checks);
    }

    private static void refused(String text, String code, int column) {
        MalformedException e =
                assertThrows(
                        MalformedException.class,
                        () -> Assembler.assemble("r0 = 0\n" + text, HELPERS),
                        text);
        Diagnostic diagnostic = e.diagnostic();
        assertEquals(code, diagnostic.code().id(), text);
        assertEquals(new Place.InText(2, column), diagnostic.place(), text);
    }

    @Test
    void aMistypedNameGetsASuggestion() {
        assertEquals("did you mean 'bpf_map_lookup_elem'?", remedy("call bpf_map_lookup_elm"));
        assertEquals("did you mean 'gotol'?", remedy("gotoll +1"));
        assertEquals("did you mean 'loop'?", remedy("loop: goto lop"));
    }

    @Test
    void aVerifierLogCanBePasted() {
        String log =
                """
                func#0 @0
                0: R1=ctx() R10=fp0
                ; int f(struct xdp_md *ctx) @ f.c:3
                0: (61) r2 = *(u32 *)(r1 +0)          ; R1=ctx() R2_w=pkt(r=0)
                1: (18) r3 = 0xffff888103693400       ; R3_w=map_ptr(ks=4,vs=8)
                3: (bf) r1 = r3
                4: (85) call bpf_map_lookup_elem#1    ; R0=map_value_or_null(id=1)
                5: (15) if r0 == 0x0 goto pc+2
                R0=map_value(ks=4,vs=8) R10=fp0
                6: (db) r2 = atomic64_fetch_add((u64 *)(r0 +0), r2)
                7: (85) call pc+1
                8: (95) exit
                processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 0
                """;
        String plain =
                """
                r2 = *(u32 *)(r1 + 0)
                r3 = 0xffff888103693400 ll
                r1 = r3
                call 1
                if r0 == 0 goto out
                r2 = atomic_fetch_add((u64 *)(r0 + 0), r2)
                call pc+1
                out: exit
                """;
        assertEquals(Assembler.assemble(plain), Assembler.assemble(log));
    }

    @Test
    void indicesThatSkipAnInstructionAreRefused() {
        String text = "12: r0 = 1 ll\n14: r1 = 0\n16: exit";
        MalformedException e =
                assertThrows(MalformedException.class, () -> Assembler.assemble(text));
        assertEquals(AsmCode.WRONG_INDEX, e.diagnostic().code());
    }

    @Test
    void labelsCountBothSlotsOfWideLoads() {
        Bytecode code = Assembler.assemble("goto end\nr1 = 1 ll\nend: exit // done");
        assertEquals(new Insn.Goto(3, false), code.at(0));
        assertEquals(4, code.slots());
    }

    @Test
    void aCallOfALabelIsACallOfASubprogram() {
        Bytecode code =
                Assembler.assemble("call bpf_map_lookup_elem\ncall f\nexit\nf: exit", HELPERS);
        assertEquals(new Insn.CallHelper(1), code.at(0));
        assertEquals(new Insn.CallSubprogram(3), code.at(1));
    }

    @Test
    void everyKindOfWideImmediateIsRead() {
        Map<String, Insn> expected =
                Map.of(
                        "r1 = map[2] ll", wide(ImmediateKind.MAP_INDEX, 2),
                        "r1 = map[fd:5]", wide(ImmediateKind.MAP_FD, 5),
                        "r1 = map[2][0]+4", wide(ImmediateKind.MAP_INDEX_VALUE, 0x400000002L),
                        "r1 = map[fd:5][0] ll", wide(ImmediateKind.MAP_FD_VALUE, 5),
                        "r1 = var[7:3]", wide(ImmediateKind.VARIABLE, 0x300000007L),
                        "r1 = subprog[-1]", wide(ImmediateKind.FUNCTION, 0xffffffffL),
                        "r1 = 0x1234567890 ll", wide(ImmediateKind.VALUE, 0x1234567890L));
        expected.forEach((text, insn) -> assertEquals(insn, Assembler.assemble(text).at(0), text));
    }

    @Test
    void acquireAndReleaseAreRead() {
        assertEquals(
                new Insn.LoadAcquire(MemorySize.B, 1, 2, 3),
                Assembler.assemble("w1 = load_acquire((u8 *)(r2 + 3))").at(0));
        assertEquals(
                new Insn.StoreRelease(MemorySize.DW, 2, -3, 1),
                Assembler.assemble("store_release((u64 *)(r2 -3), r1)").at(0));
    }

    @Test
    void randomTextIsReadOrRefused() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> pieces =
                List.of(
                        "r1",
                        "w2",
                        "=",
                        "+=",
                        "s>>=",
                        "-",
                        "5",
                        "0x7",
                        "*",
                        "(u32 *)",
                        "(",
                        ")",
                        "r10 - 8",
                        "goto",
                        "if",
                        "call",
                        "lock",
                        "ll",
                        ":",
                        "<",
                        ">",
                        "#1",
                        "map[",
                        "]",
                        "skb[",
                        "\n",
                        " ",
                        "exit",
                        "atomic_fetch_add(",
                        ",",
                        "12:",
                        "(bf)",
                        "\u00e9",
                        "\t",
                        "var[",
                        "0x",
                        "--",
                        "99999999999999999999");
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size()))).append(' ');
            }
            try {
                Assembler.assemble(text.toString());
                read++;
            } catch (MalformedException e) {
                assertTrue(e.diagnostic().place() instanceof Place.InText, "seed " + seed);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
        assertTrue(read > 0, "seed " + seed);
    }

    private static Insn wide(ImmediateKind kind, long value) {
        return new Insn.LoadImmediate(1, kind, value);
    }

    private static String remedy(String text) {
        return assertThrows(MalformedException.class, () -> Assembler.assemble(text, HELPERS))
                .diagnostic()
                .remedy();
    }
}
