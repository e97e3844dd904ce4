package dev.skep.lab.verify;

import dev.skep.diag.TrapException;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.lab.generate.ProgramGenerator;
import dev.skep.lab.generate.Reducer;
import dev.skep.map.JvmMap;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.spec.Helpers;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import dev.skep.vm.RunOptions;
import dev.skep.vm.TrapCode;
import dev.skep.vm.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Runs what the verifier accepts in the checked interpreter, on random packets. A trap means that
/// one of the two is wrong; so does a register that holds what the verifier thought impossible.
///
///     java ... dev.skep.lab.verify.Soundness FIRST END
public final class Soundness {
    private static final Set<ProgramType> RUNNABLE =
            EnumSet.of(
                    ProgramType.XDP,
                    ProgramType.SCHED_CLS,
                    ProgramType.SCHED_ACT,
                    ProgramType.SOCKET_FILTER);

    private static final int PACKETS = 4;

    /// After each packet, so that timers of the near future call back.
    private static final Duration TIMERS_EXPIRE = Duration.ofSeconds(8);

    private static final int LONGEST = 200;
    private static final int LINK_HEADER = 14;

    private Soundness() {}

    /// A run that went wrong.
    ///
    /// @param seed of the program
    /// @param diagnostic the trap, or the values that no state allows
    public record Trap(long seed, String diagnostic) {}

    /// What a range of seeds came to.
    ///
    /// @param programs how many were accepted and run
    public record Result(int programs, List<Trap> traps) {}

    /// Runs it.
    public static void main(String[] arguments) {
        Result result = run(Long.parseLong(arguments[0]), Long.parseLong(arguments[1]));
        System.out.printf(
                "%,d programs ran, %d went wrong%n", result.programs(), result.traps().size());
        result.traps().forEach(t -> System.out.println("seed " + t.seed() + "\n" + t.diagnostic()));
    }

    /// The seeds from `first` up to but without `end`.
    static Result run(long first, long end) {
        int programs = 0;
        List<Trap> traps = new ArrayList<>();
        for (long seed = first; seed < end; seed++) {
            Program program = Reducer.withoutUnusedMaps(ProgramGenerator.generate(seed));
            if (runnable(program)
                    && Verifier.verify(program, VerifierOptions.standard())
                            instanceof Verdict.Accepted) {
                programs++;
                long number = seed;
                trap(program, seed).ifPresent(text -> traps.add(new Trap(number, text)));
            }
        }
        return new Result(programs, traps);
    }

    /// Whether the program has loops of which only the kernel's clock sees the end.
    private static boolean lingers(Program program) {
        return program.code().insns().stream().anyMatch(i -> i instanceof Insn.MayGoto);
    }

    /// Whether this JVM has all that the program needs.
    private static boolean runnable(Program program) {
        return RUNNABLE.contains(program.type())
                && program.maps().stream().allMatch(m -> m.type().jvm().available())
                && program.code().insns().stream().allMatch(Soundness::available)
                && program.code().insns().stream().noneMatch(Soundness::comparesWithItself);
    }

    /// Where a register is compared with itself, Linux 6.18 narrows one side of it as if the other
    /// were another number, so that its ranges, and ours, leave out what may well be.
    private static boolean comparesWithItself(Insn insn) {
        return insn instanceof Insn.Branch branch
                && branch.src() instanceof Operand.Register(int number)
                && number == branch.dst();
    }

    private static boolean available(Insn insn) {
        if (insn instanceof Insn.CallHelper call) {
            return Helpers.byId(call.id()).filter(h -> h.jvm().available()).isPresent();
        }
        return !(insn instanceof Insn.CallKfunc);
    }

    /// What went wrong on one of some packets, in words.
    private static Optional<String> trap(Program program, long seed) {
        Random random = new Random(seed);
        Samples samples = new Samples();
        RunOptions runs = RunOptions.defaults().withFuel(1L << 22).withTracer(samples);
        VirtualClock clock = new VirtualClock();
        JvmHostOptions options = JvmHostOptions.defaults().withRuns(runs).withTime(clock);
        try (JvmHost host = new JvmHost(options)) {
            List<JvmMap> maps = program.maps().stream().map(host::createMap).toList();
            var loaded = host.load(program, maps);
            for (int i = 0; i < PACKETS; i++) {
                byte[] packet = new byte[LINK_HEADER + random.nextInt(LONGEST)];
                random.nextBytes(packet);
                samples.restart();
                loaded.test(new TestRun(packet, new byte[0], 1));
                clock.advance(TIMERS_EXPIRE);
            }
            return samples.uncovered(program);
        } catch (TrapException e) {
            if (lingers(program) && e.diagnostic().code() == TrapCode.OUT_OF_FUEL) {
                return samples.uncovered(program);
            }
            return Optional.of(e.diagnostic().render());
        }
    }
}
