package dev.skep.lab.bench.program;

import java.io.IOException;
import java.nio.file.Path;

/// What a virtual machine does that was started to measure one thing.
record Child(Path root, Effort effort) {
    /// Begins the name of a program.
    static final String PROGRAM = "program:";

    /// Begins the name of a cost.
    static final String COST = "cost:";

    /// Measures.
    ///
    /// @return a tree for JSON
    Object measure(String what) throws IOException {
        if (what.startsWith(COST)) {
            return new Costs(root)
                    .measure(what.substring(COST.length())).stream().map(Costs.Row::tree).toList();
        }
        Benchmark benchmark = Catalogue.named(what.substring(PROGRAM.length()));
        try (Runners runners = Runners.of(root)) {
            return OutcomeJson.tree(
                    new Contest(runners.all(), effort)
                            .hold(benchmark, Linked.read(root, benchmark).program().type()));
        }
    }
}
