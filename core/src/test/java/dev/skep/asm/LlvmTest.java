package dev.skep.asm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.InsnDecoder;
import dev.skep.isa.InsnEncoder;
import dev.skep.isa.RandomInsns;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// LLVM 19 and we agree on text and bytes.
class LlvmTest {
    private static final String UNKNOWN = "<unknown>";

    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void corpusAssemblesToTheSameBytes(String triple) throws Exception {
        Tool.require("llvm-mc-19", "llvm-objcopy-19");
        String corpus = Tool.resource(LlvmTest.class, "llvm-corpus.s");
        byte[] ours = InsnEncoder.encode(Assembler.assemble(corpus), order(triple));
        assertArrayEquals(Tool.assemble(corpus, triple), ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void randomInstructionsAssembleToTheSameBytes(String triple) throws Exception {
        Tool.require("llvm-mc-19", "llvm-objcopy-19");
        long seed = new Random().nextLong();
        Bytecode program = program(seed, 3000);
        String text = new Printer(Dialect.LLVM_V3, HelperNames.NONE).print(program);
        byte[] ours = InsnEncoder.encode(program, order(triple));
        assertArrayEquals(Tool.assemble(text, triple), ours, "seed " + seed);
    }

    @ParameterizedTest
    @CsvSource({"LLVM,bpfel,v1", "LLVM,bpfeb,v2", "LLVM_V3,bpfel,v3", "LLVM_V3,bpfeb,v4"})
    void randomInstructionsPrintLikeObjdump(Dialect dialect, String triple, String cpu)
            throws Exception {
        Tool.require("llvm-mc-19", "llvm-objdump-19");
        long seed = new Random().nextLong();
        Bytecode program = program(seed, 3000);
        Path object = Tool.object(InsnEncoder.encode(program, order(triple)), triple);
        List<String> theirs = Tool.disassemble(object, "--mcpu=" + cpu);
        Files.delete(object);
        assertSameText(theirs, program, dialect, "seed " + seed);
    }

    @ParameterizedTest
    @CsvSource({"v1", "v2", "v3", "v4"})
    void compiledProgramsPrintLikeObjdump(String cpu) throws Exception {
        Tool.require("clang-19", "llvm-objdump-19", "llvm-objcopy-19");
        String source = Tool.resource(LlvmTest.class, "corpus.c");
        for (String triple : List.of("bpfel", "bpfeb")) {
            for (String optimize : List.of("-O1", "-O2", "-Os")) {
                Path object = Files.createTempFile("corpus", ".o");
                Path text = Files.createTempFile("corpus", ".bin");
                Tool.run(
                        source,
                        "clang-19",
                        "--target=" + triple,
                        "-mcpu=" + cpu,
                        optimize,
                        "-xc",
                        "-c",
                        "-",
                        "-o",
                        object.toString());
                Tool.textSection(object, text);
                Bytecode program = InsnDecoder.decode(Files.readAllBytes(text), order(triple));
                assertSameText(Tool.disassemble(object), program, Dialect.LLVM, triple);
                List<String> narrow = Tool.disassemble(object, "--mcpu=v4");
                assertSameText(narrow, program, Dialect.LLVM_V3, triple);
                Files.delete(object);
                Files.delete(text);
            }
        }
    }

    @Test
    void whatObjdumpPrintsAssembles() {
        String dump =
                """
                0000000000000000 <prog>:
                       0:\tr0 = 0x0
                       1:\tif r1 == 0x0 goto +0x1 <prog+0x18>
                       2:\tr0 = 0x1

                0000000000000018 <LBB0_2>:
                       3:\texit
                """;
        String plain = "r0 = 0\nif r1 == 0 goto out\nr0 = 1\nout: exit\n";
        assertEquals(Assembler.assemble(plain), Assembler.assemble(dump));
    }

    private static void assertSameText(
            List<String> theirs, Bytecode program, Dialect dialect, String message) {
        List<String> ours = new Printer(dialect, HelperNames.NONE).print(program).lines().toList();
        assertEquals(ours.size(), theirs.size(), message);
        List<Insn> insns = program.insns();
        int compared = 0;
        for (int i = 0; i < ours.size(); i++) {
            if (!theirs.get(i).equals(UNKNOWN) && !misprinted(dialect, insns.get(i))) {
                assertEquals(theirs.get(i), ours.get(i), message);
                compared++;
            }
        }
        assertFalse(compared < ours.size() / 2, message);
    }

    /// LLVM 19 does not know acquiring loads, and takes 32-bit atomic additions that fetch for ones
    /// that do not.
    private static boolean misprinted(Dialect dialect, Insn insn) {
        return insn instanceof Insn.LoadAcquire
                || dialect == Dialect.LLVM && insn instanceof Insn.Atomic i && i.fetch();
    }

    /// Instructions that LLVM 19 can assemble, and whose text says everything.
    private static Bytecode program(long seed, int count) {
        RandomInsns random = new RandomInsns(seed);
        List<Insn> insns = new ArrayList<>();
        while (insns.size() < count) {
            Insn insn = random.next(0);
            boolean foreign =
                    switch (insn) {
                        case Insn.LoadAcquire _, Insn.StoreRelease _ -> true;
                        case Insn.CallSubprogram _, Insn.CallKfunc _ -> true;
                        case Insn.Goto _, Insn.MayGoto _, Insn.Branch _ -> true;
                        case Insn.PacketLoad load -> load.index() >= 0 && load.immediate() != 0;
                        case Insn.LoadImmediate load ->
                                load.kind().ordinal() > 0 && load.value() >>> 32 != 0;
                        default -> false;
                    };
            if (!foreign) {
                insns.add(insn);
            }
        }
        return Bytecode.of(insns);
    }

    private static ByteOrder order(String triple) {
        return triple.equals("bpfel") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }
}
