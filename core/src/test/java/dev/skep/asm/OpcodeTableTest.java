package dev.skep.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.isa.Insn;
import dev.skep.isa.InsnDecoder;
import dev.skep.isa.RawInsn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The whole opcode map, as a file to read: `opcodes.txt` shows for each opcode byte the first of
/// [#SAMPLES] that means something, or why none does.
class OpcodeTableTest {
    /// dst, src, offset, imm.
    private static final int[][] SAMPLES = {
        {1, 2, 4, 0},
        {1, 2, 0, 0},
        {1, 0, 4, 5},
        {1, 0, 0, 5},
        {1, 0, 0, 16},
        {1, 0, 0, 0},
        {0, 2, 0, 5},
        {0, 0, 0, 5},
        {0, 0, 4, 0},
        {0, 0, 0, 0},
        {1, 2, 4, 0x100},
    };

    @Test
    void everyOpcodeMeansWhatTheTableSays() throws Exception {
        List<String> rows = new ArrayList<>();
        for (int opcode = 0; opcode < 256; opcode++) {
            rows.add("%02x  %s".formatted(opcode, meaning(opcode)));
        }
        String table = Tool.resource(OpcodeTableTest.class, "opcodes.txt");
        assertEquals(table, String.join("\n", rows) + "\n");
    }

    private static String meaning(int opcode) {
        Diagnostic refusal = null;
        for (int[] fields : SAMPLES) {
            RawInsn raw = new RawInsn(opcode, fields[0], fields[1], fields[2], fields[3]);
            List<RawInsn> program =
                    opcode == 0x18 ? List.of(raw, new RawInsn(0, 0, 0, 0, 7)) : List.of(raw);
            try {
                Insn insn = InsnDecoder.decode(program).at(0);
                return Printer.COMMON.print(insn, 0);
            } catch (MalformedException e) {
                refusal = e.diagnostic();
            }
        }
        return refusal.code().id() + ": " + refusal.kernelMessage();
    }
}
