package dev.skep.verify.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.linux.KernelVerifier;
import dev.skep.linux.LogDetail;
import dev.skep.program.Program;
import dev.skep.spec.ProgramType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random programs, walked by the running kernel and by the model: both know the same of every
/// register after every instruction.
class KernelTraceTest {
    private static final int PROGRAMS = 400;
    private static final String MODELLED = "6.18.";

    private final Scalar[] registers = new Scalar[10];
    private String place = "";
    private int compared;

    @Test
    void kernelAndModelKnowTheSameAfterEveryInstruction() {
        Optional<String> obstacle = KernelVerifier.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        String release = System.getProperty("os.version");
        assumeTrue(release.startsWith(MODELLED), () -> "this kernel is " + release + ", not 6.18");
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (KernelVerifier kernel = KernelVerifier.open()) {
            for (int number = 0; number < PROGRAMS; number++) {
                RandomProgram program = new RandomProgram(random);
                Program whole = Program.of("numbers", ProgramType.SOCKET_FILTER, program.code());
                String log = kernel.verify(whole, LogDetail.INSTRUCTIONS).log();
                place = "seed " + seed + ", program " + number;
                compare(program, new KernelTrace(log));
            }
        }
        assertTrue(compared > PROGRAMS, "hardly anything was compared: " + compared);
    }

    private void compare(RandomProgram program, KernelTrace trace) {
        Arrays.fill(registers, Scalar.UNKNOWN);
        String start = place;
        int slot = 0;
        for (Insn insn : program.body()) {
            place = start + ", slot " + slot + ": " + insn;
            if (insn instanceof Insn.Branch branch) {
                if (!walk(branch, trace.taken(slot))) {
                    return;
                }
            } else if (forks(insn)) {
                return;
            } else {
                walk(insn);
            }
            check(trace.after(slot));
            slot += insn.slots();
        }
    }

    /// Where the path forks, the log tells two stories of what follows.
    private boolean forks(Insn insn) {
        return insn instanceof Insn.Alu alu
                && registers[alu.dst()].fork(alu.op(), value(alu.src())).isPresent();
    }

    private void check(Map<Integer, String> states) {
        for (int register = 6; register < registers.length; register++) {
            String state = states.get(register);
            if (state != null) {
                check(state, registers[register]);
            }
        }
    }

    private void check(String kernel, Scalar model) {
        assertEquals(kernel, model.print(), place);
        compared++;
    }

    private void walk(Insn insn) {
        switch (insn) {
            case Insn.LoadImmediate load -> registers[load.dst()] = Scalar.of(load.value());
            case Insn.CallHelper _ -> registers[0] = Scalar.UNKNOWN;
            case Insn.Negate negate ->
                    registers[negate.dst()] = registers[negate.dst()].negate(negate.width());
            case Insn.SignExtend extend ->
                    registers[extend.dst()] =
                            registers[extend.src()].signExtend(extend.width(), extend.bits());
            case Insn.ByteSwap swap ->
                    registers[swap.dst()] = registers[swap.dst()].swap(swap.op(), swap.bits());
            case Insn.Alu alu ->
                    registers[alu.dst()] =
                            registers[alu.dst()].alu(alu.op(), alu.width(), value(alu.src()));
            default -> throw new IllegalArgumentException(insn.toString());
        }
    }

    /// Whether the walk falls through.
    private boolean walk(Insn.Branch branch, Map<Integer, String> taken) {
        Scalar a = registers[branch.dst()];
        Scalar b = value(branch.src());
        Prediction prediction = Scalar.decide(branch.condition(), branch.width(), a, b);
        assertEquals(prediction == Prediction.MAYBE, !taken.isEmpty(), place);
        if (prediction != Prediction.MAYBE) {
            return prediction == Prediction.NEVER;
        }
        Split split = split(branch, a, b);
        check(taken.get(branch.dst()), split.takenA());
        registers[branch.dst()] = split.elseA();
        if (branch.src() instanceof Operand.Register(int number)) {
            check(taken.get(number), split.takenB());
            registers[number] = split.elseB();
        }
        return true;
    }

    private static Split split(Insn.Branch branch, Scalar a, Scalar b) {
        Width width = branch.width();
        return branch.src().equals(new Operand.Register(branch.dst()))
                ? Scalar.refineSame(branch.condition(), width, a)
                : Scalar.refine(branch.condition(), width, a, b);
    }

    private Scalar value(Operand operand) {
        return switch (operand) {
            case Operand.Register(int number) -> registers[number];
            case Operand.Immediate(int value) -> Scalar.of(value);
        };
    }
}
