package dev.skep.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.skep.host.LoadedProgram.TestResult;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.isa.AluOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Condition;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Verdict;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Programs that do not fit into a method that HotSpot compiles. The compiler refuses to define a
/// class with a larger method, so that a program is compiled means that none of its methods is.
class LargeProgramsTest {
    private static final TestRun RUN = new TestRun(new byte[64], new byte[0], 1);

    @Test
    void aHundredThousandInstructionsInARow() {
        List<Insn> code = start();
        for (int i = 0; i < 50_000; i++) {
            code.add(alu(AluOp.MUL, 0, 0x9e37_79b1 + i));
            code.add(alu(AluOp.XOR, 0, i * 77_777));
        }
        agree(code);
    }

    @Test
    void moreConstantsThanAClassHasRoomFor() {
        List<Insn> code = start();
        for (long i = 0; i < 40_000; i++) {
            long number = 0x0123_4567_89ab_cdefL + i * 0x0001_0000_0001L;
            code.add(new Insn.LoadImmediate(1, ImmediateKind.VALUE, number));
            code.add(new Insn.Alu(AluOp.ADD, Width.W64, 0, new Operand.Register(1)));
        }
        agree(code);
    }

    @Test
    void aLoopThatIsLargerThanAMethod() {
        List<Insn> code = start();
        code.add(alu(AluOp.MOV, 6, 0));
        int head = code.size();
        for (int i = 0; i < 9_000; i++) {
            code.add(alu(i % 3 == 0 ? AluOp.XOR : AluOp.ADD, i % 2 == 0 ? 0 : 7, i * 31));
            if (i % 500 == 0) {
                // A way around the next stretch, into another part.
                code.add(jumpIf(Condition.EQ, 6, i / 500, code.size() + 200));
            }
        }
        code.add(alu(AluOp.ADD, 6, 1));
        code.add(jumpIf(Condition.NE, 6, 20, head));
        code.add(new Insn.Alu(AluOp.ADD, Width.W64, 0, new Operand.Register(7)));
        agree(code);
    }

    @Test
    void partsCallFunctions() {
        List<Insn> code = start();
        List<Integer> calls = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            code.add(alu(AluOp.ADD, 7, i));
            if (i % 100 == 0) {
                code.add(new Insn.Alu(AluOp.MOV, Width.W64, 1, new Operand.Register(7)));
                calls.add(code.size());
                code.add(new Insn.Exit());
                code.add(new Insn.Alu(AluOp.XOR, Width.W64, 7, new Operand.Register(0)));
            }
        }
        code.add(new Insn.Alu(AluOp.MOV, Width.W64, 0, new Operand.Register(7)));
        code.add(new Insn.Exit());
        int function = code.size();
        calls.forEach(slot -> code.set(slot, new Insn.CallSubprogram(function)));
        code.add(new Insn.Alu(AluOp.MOV, Width.W64, 0, new Operand.Register(1)));
        code.add(alu(AluOp.MUL, 0, 31));
        agree(code);
    }

    /// r0 and r7 depend on the packet's length.
    private static List<Insn> start() {
        return new ArrayList<>(
                List.of(
                        new Insn.Load(MemorySize.W, false, 0, 1, 0),
                        new Insn.Alu(AluOp.MOV, Width.W64, 7, new Operand.Register(0))));
    }

    private static Insn alu(AluOp op, int dst, int value) {
        return new Insn.Alu(op, Width.W64, dst, new Operand.Immediate(value));
    }

    private static Insn jumpIf(Condition condition, int dst, int value, int target) {
        return new Insn.Branch(condition, Width.W64, dst, new Operand.Immediate(value), target);
    }

    private static void agree(List<Insn> code) {
        code.add(new Insn.Exit());
        Program program = Program.of("large", ProgramType.SOCKET_FILTER, Bytecode.of(code));
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        VerifiedProgram verified =
                assertInstanceOf(Verdict.Accepted.class, verdict, verdict::toString).program();
        try (JvmHost host = new JvmHost()) {
            JvmProgram compiled = host.load(verified, List.of());
            assertEquals("", compiled.notCompiled().map(why -> why.render()).orElse(""), "refused");
            TestResult expected = host.load(program, List.of()).test(RUN);
            for (int i = 0; i < 3; i++) {
                assertEquals(expected.returnValue(), compiled.test(RUN).returnValue());
            }
        }
    }
}
