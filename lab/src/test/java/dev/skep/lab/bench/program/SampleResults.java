package dev.skep.lab.bench.program;

import dev.skep.lab.bench.Sample;
import java.util.List;
import java.util.Map;

/// Made-up results.
final class SampleResults {
    private static final WarmUp STEADY = new WarmUp(1_000, 1_500, WarmUp.End.STEADY);
    private static final Machine MACHINE =
            new Machine("a <fast> one & more", 2, "Linux 6.18, amd64", "a JVM", "clang version 19");

    private SampleResults() {}

    static Lane.Times times(double... net) {
        return new Lane.Times(Sample.of(net), Sample.of(20, 21, 22), STEADY);
    }

    /// Two programs: the kernel took 100 and 10 ns, the interpreter 2,000 and 400, native C was
    /// only measured on the second, at half the kernel's time.
    static Results results() {
        Outcome first =
                new Outcome(
                        "first",
                        "first <program>",
                        Map.of(
                                Kind.COMPILER,
                                new Lane.Skipped("there is none"),
                                Kind.INTERPRETER,
                                times(1_999, 2_000, 2_345),
                                Kind.KERNEL,
                                times(99, 100, 101),
                                Kind.NATIVE,
                                new Lane.Skipped("there is no clang")),
                        new Load(0));
        Outcome second =
                new Outcome(
                        "second",
                        "second program",
                        Map.of(
                                Kind.COMPILER,
                                new Lane.Skipped("there is none"),
                                Kind.INTERPRETER,
                                times(400),
                                Kind.KERNEL,
                                times(10),
                                Kind.NATIVE,
                                times(5)),
                        new Load(0.25));
        return new Results(
                MACHINE,
                Effort.QUICK,
                List.of(first, second),
                List.of(new Costs.Row("memory", "interpreter", 12.5, "KiB")));
    }
}
