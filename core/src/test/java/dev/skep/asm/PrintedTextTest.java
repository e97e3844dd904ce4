package dev.skep.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.InsnDecoder;
import dev.skep.isa.RandomInsns;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Text that was printed reads back.
class PrintedTextTest {
    private static final HelperNames HELPERS =
            HelperNames.of(Map.of(1, "bpf_map_lookup_elem", 5, "bpf_ktime_get_ns"));
    private static final int ROUNDS = 5_000;

    @Test
    void commonTextReadsBackAsTheSameInstruction() {
        long seed = new Random().nextLong();
        RandomInsns insns = new RandomInsns(seed);
        Printer printer = new Printer(Dialect.COMMON, HELPERS);
        for (int i = 0; i < ROUNDS; i++) {
            Insn insn = insns.next(0);
            String text = printer.print(insn, 0);
            assertEquals(
                    insn, Assembler.assemble(text, HELPERS).at(0), () -> text + ", seed " + seed);
        }
    }

    @Test
    void kernelTextWithOpcodesReadsBackAsTheSameInstruction() {
        long seed = new Random().nextLong();
        RandomInsns insns = new RandomInsns(seed);
        Printer printer = new Printer(Dialect.KERNEL, HELPERS);
        for (int i = 0; i < ROUNDS; i++) {
            Insn insn = insns.next(0);
            String text = "0: " + printer.withOpcode(insn, 0) + " ; R0_w=1";
            assertEquals(insn, Assembler.assemble(text).at(0), () -> text + ", seed " + seed);
        }
    }

    @Test
    void kernelTextIsWhatTheKernelPrints() throws Exception {
        Printer printer = new Printer(Dialect.KERNEL, HelperNames.NONE);
        List<String> rows =
                Tool.resource(PrintedTextTest.class, "kernel-text.txt")
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .toList();
        assertTrue(rows.size() > 100);
        for (String row : rows) {
            byte[] code = HexFormat.of().parseHex(row.substring(0, row.indexOf(' ')));
            Insn insn = InsnDecoder.decode(code, ByteOrder.LITTLE_ENDIAN).at(0);
            assertEquals(row.substring(row.indexOf('(')), printer.withOpcode(insn, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void printedTextIsPrintedAgain(Dialect dialect) {
        long seed = new Random().nextLong();
        RandomInsns insns = new RandomInsns(seed);
        Printer printer = new Printer(dialect, HELPERS);
        for (int i = 0; i < ROUNDS; i++) {
            Insn insn = insns.next(0);
            if (dialect == Dialect.KERNEL && insn instanceof Insn.LoadImmediate) {
                continue;
            }
            String text = printer.print(insn, 0);
            Insn read = Assembler.assemble(text, HELPERS).at(0);
            if (!leavesOut(dialect, insn)) {
                assertEquals(insn, read, () -> text + ", seed " + seed);
            }
            assertEquals(text, printer.print(read, 0), "seed " + seed);
        }
    }

    /// Whether the text of another tool does not say everything.
    private static boolean leavesOut(Dialect dialect, Insn insn) {
        return switch (dialect) {
            case COMMON, KERNEL -> false;
            case LLVM, LLVM_V3 ->
                    insn instanceof Insn.CallSubprogram
                            || insn instanceof Insn.CallKfunc
                            || insn instanceof Insn.PacketLoad load && load.index() >= 0
                            || insn instanceof Insn.LoadImmediate load
                                    && load.kind() != ImmediateKind.VALUE;
        };
    }
}
