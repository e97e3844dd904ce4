package dev.skep.lab.run;

import dev.skep.diag.HostException;
import dev.skep.diag.TrapException;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.lab.generate.StackFill;
import dev.skep.program.Program;
import dev.skep.runtime.JvmProgram;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.Helpers;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import dev.skep.verify.VerifiedProgram;
import dev.skep.vm.TrapCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// One trial in several engines.
public final class Comparison {
    /// Helper functions of which the answer, or what they do, is a matter of the machine.
    private static final Set<String> OF_THE_MACHINE =
            Set.of(
                    "ktime_get_ns",
                    "ktime_get_boot_ns",
                    "ktime_get_coarse_ns",
                    "ktime_get_tai_ns",
                    "jiffies64",
                    "get_prandom_u32",
                    "get_smp_processor_id",
                    "get_numa_node_id",
                    "get_current_pid_tgid",
                    "get_current_uid_gid",
                    "get_current_comm",
                    "get_current_task",
                    "get_current_task_btf",
                    "get_current_cgroup_id",
                    "get_current_ancestor_cgroup_id",
                    "skb_cgroup_id",
                    "skb_ancestor_cgroup_id",
                    "perf_event_output",
                    "perf_event_read",
                    "perf_event_read_value");

    private static final Set<MapType> PER_CPU =
            EnumSet.of(MapType.PERCPU_ARRAY, MapType.PERCPU_HASH, MapType.LRU_PERCPU_HASH);

    /// Whether this process runs on CPU 0 alone, as programs in the JVM believe to.
    private static final boolean ON_THE_FIRST_CPU = onTheFirstCpu();

    private static final int[] FILLS = {0, 0x5aa5c33c, -2};
    private static final int ENOUGH_FOR_C2 = 20_000;

    /// What a comparison came to.
    public sealed interface Result {
        /// All engines gave the same.
        record Agreed() implements Result {}

        /// It cannot be compared.
        record Excluded(String reason) implements Result {}

        /// Two engines differ.
        record Disagreed(String words) implements Result {}
    }

    /// Which engines take part beside the interpreter.
    public enum Opponent {
        /// The compiler.
        COMPILER,
        /// The compiler, and again once HotSpot has compiled its code with C2.
        HOT_COMPILER,
        /// The kernel.
        KERNEL
    }

    private Comparison() {}

    /// Runs a trial in the interpreter and in `opponent`.
    ///
    /// @param verified the trial's program as the verifier accepted it
    public static Result of(Trial trial, VerifiedProgram verified, Opponent opponent) {
        View view =
                switch (opponent) {
                    case COMPILER, HOT_COMPILER -> View.WHOLE;
                    case KERNEL -> View.OF_THE_KERNEL;
                };
        Outcome expected;
        try (Stage stage = Stage.interpreted(trial)) {
            expected = stage.run(view);
        } catch (TrapException e) {
            return e.diagnostic().code() == TrapCode.OUT_OF_FUEL
                    ? new Result.Excluded("longer than the interpreter's fuel")
                    : new Result.Disagreed("the interpreter traps: " + e.diagnostic().render());
        } catch (HostException e) {
            return new Result.Excluded("the JVM refuses: " + e.diagnostic().message());
        }
        Result result =
                switch (opponent) {
                    case COMPILER -> compiled(trial, verified, expected, 0);
                    case HOT_COMPILER -> compiled(trial, verified, expected, ENOUGH_FOR_C2);
                    case KERNEL -> inKernel(trial, expected);
                };
        return result instanceof Result.Disagreed && depends(trial, view, expected)
                ? new Result.Excluded("depends on addresses or on stack that nobody wrote")
                : result;
    }

    private static Result compiled(
            Trial trial, VerifiedProgram verified, Outcome expected, int times) {
        try (Stage stage = Stage.compiled(trial, verified)) {
            if (!stage.isCompiled()) {
                return new Result.Excluded("not compiled: " + refusal(stage));
            }
            Optional<String> cold = expected.difference(stage.run(View.WHOLE));
            if (cold.isPresent() || times == 0) {
                return result("compiler", cold);
            }
            stage.heat(times);
            return result("hot compiler", expected.difference(stage.run(View.WHOLE)));
        } catch (RuntimeException | LinkageError e) {
            return new Result.Disagreed("the compiler's run throws: " + words(e));
        }
    }

    private static boolean onTheFirstCpu() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .anyMatch(line -> line.matches("Cpus_allowed_list:\\s*0"));
        } catch (IOException _) {
            return false;
        }
    }

    private static String refusal(Stage stage) {
        return stage.program() instanceof JvmProgram program
                ? program.notCompiled().map(d -> d.message()).orElse("")
                : "";
    }

    private static Result inKernel(Trial trial, Outcome expected) {
        Optional<String> obstacle = kernelObstacle(trial.program());
        if (obstacle.isPresent()) {
            return new Result.Excluded(obstacle.get());
        }
        try (Stage stage = Stage.inKernel(trial)) {
            return result("kernel", expected.difference(stage.run(View.OF_THE_KERNEL)));
        } catch (HostException e) {
            return new Result.Excluded("the kernel refuses: " + e.diagnostic().message());
        }
    }

    private static Optional<String> kernelObstacle(Program program) {
        boolean perCpu = program.maps().stream().anyMatch(m -> PER_CPU.contains(m.type()));
        if (perCpu && !ON_THE_FIRST_CPU) {
            return Optional.of("has a value for each CPU, and may run on any");
        }
        for (Insn insn : program.code().insns()) {
            if (insn instanceof Insn.CallHelper call) {
                String name = Helpers.byId(call.id()).map(h -> h.name()).orElse("");
                if (OF_THE_MACHINE.contains(name)) {
                    return Optional.of("asks the machine: " + name);
                }
            }
            if (insn instanceof Insn.Load load && readsSocket(program.type(), load)) {
                return Optional.of("reads the packet's socket, which there is in the kernel only");
            }
        }
        return Optional.empty();
    }

    private static boolean readsSocket(ProgramType type, Insn.Load load) {
        return load.size() == MemorySize.DW
                && ContextLayout.of(type)
                        .flatMap(layout -> layout.field("sk"))
                        .filter(field -> field.offset() == load.offset())
                        .isPresent();
    }

    private static Result result(String engine, Optional<String> difference) {
        return difference
                .<Result>map(
                        d -> new Result.Disagreed("interpreter against " + engine + ":\n  " + d))
                .orElseGet(Result.Agreed::new);
    }

    private static String words(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e + (trace.length > 0 ? " at " + trace[0] : "");
    }

    /// Whether the interpreter itself gives something else where maps, packets and the stack are
    /// elsewhere, and where frames start with other contents.
    private static boolean depends(Trial trial, View view, Outcome expected) {
        for (int fill : FILLS) {
            Trial filled = trial.with(StackFill.apply(trial.program(), fill));
            try (Stage stage = Stage.interpreted(filled)) {
                if (expected.difference(stage.run(view)).isPresent()) {
                    return true;
                }
            } catch (TrapException _) {
                return true;
            }
        }
        return false;
    }
}
