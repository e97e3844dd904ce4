package dev.skep.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.LoadedProgram;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.isa.AluOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.map.JvmMap;
import dev.skep.map.ProgramArrayMap;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tail calls from compiled code.
class TailCallsTest {
    private static final int TAIL_CALL = 12;
    private static final int SOME_MAP = 0;
    private static final TestRun RUN = new TestRun(new byte[64], new byte[0], 1);

    private static final List<MapDefinition> MAPS =
            List.of(
                    MapDefinition.of("programs", MapType.PROG_ARRAY, 4, 4, 2),
                    MapDefinition.of("counts", MapType.ARRAY, 4, 8, 1));

    private final JvmHost host = new JvmHost();
    private final List<JvmMap> maps = MAPS.stream().map(host::createMap).toList();

    @Test
    void anotherCompiledProgramTakesOver() {
        put(0, compiled(returning(77)));
        assertEquals(77, compiled(calling(0)).test(RUN).returnValue());
    }

    @Test
    void aProgramThatWasNotCompiledTakesOverInTheInterpreter() {
        put(0, host.load(packetLength(), List.of()));
        JvmProgram caller = compiled(calling(0));
        for (int i = 0; i < 3; i++) {
            assertEquals(50, caller.test(RUN).returnValue(), "the packet without its link header");
        }
    }

    @Test
    void anEmptyPlaceIsPassedBy() {
        assertEquals(5, compiled(calling(1)).test(RUN).returnValue());
    }

    @Test
    void thirtyThreeCallsAreMadeAndNoMore() {
        JvmProgram self = compiled(counting());
        put(0, self);
        for (int runs = 1; runs <= 3; runs++) {
            assertEquals(5, self.test(RUN).returnValue());
            assertEquals(34L * runs, count());
        }
    }

    private long count() {
        byte[] value = maps.get(1).lookup(new byte[4]).orElseThrow();
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong();
    }

    private void put(int index, LoadedProgram program) {
        ((ProgramArrayMap) maps.get(SOME_MAP)).set(index, program);
    }

    private JvmProgram compiled(Program program) {
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        assertTrue(verdict instanceof Verdict.Accepted, verdict::toString);
        JvmProgram loaded = host.load(((Verdict.Accepted) verdict).program(), maps);
        assertTrue(loaded.compiled().isPresent(), () -> loaded.notCompiled().toString());
        return loaded;
    }

    private static Program returning(int value) {
        return program(List.of(move(0, value), new Insn.Exit()));
    }

    /// Calls the program at `index`, and returns 5 if that does not come to pass.
    private static Program calling(int index) {
        List<Insn> code = new ArrayList<>();
        addCall(code, index);
        return program(code);
    }

    private static void addCall(List<Insn> code, int index) {
        code.add(new Insn.LoadImmediate(2, ImmediateKind.MAP_INDEX, SOME_MAP));
        code.add(move(3, index));
        code.add(new Insn.CallHelper(TAIL_CALL));
        code.add(move(0, 5));
        code.add(new Insn.Exit());
    }

    /// Counts, and calls itself.
    private static Program counting() {
        List<Insn> code = new ArrayList<>();
        code.add(new Insn.LoadImmediate(4, ImmediateKind.MAP_INDEX_VALUE, 1));
        code.add(new Insn.Load(MemorySize.DW, false, 5, 4, 0));
        code.add(new Insn.Alu(AluOp.ADD, Width.W64, 5, new Operand.Immediate(1)));
        code.add(new Insn.Store(MemorySize.DW, 4, 0, new Operand.Register(5)));
        addCall(code, 0);
        return program(code);
    }

    private static Program packetLength() {
        return Program.of(
                "length",
                ProgramType.SOCKET_FILTER,
                Bytecode.of(List.of(new Insn.Load(MemorySize.W, false, 0, 1, 0), new Insn.Exit())));
    }

    private static Insn move(int register, int value) {
        return new Insn.Alu(AluOp.MOV, Width.W64, register, new Operand.Immediate(value));
    }

    private static Program program(List<Insn> code) {
        return Program.of("tail", ProgramType.SOCKET_FILTER, Bytecode.of(code)).withMaps(MAPS);
    }
}
