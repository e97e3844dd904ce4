package dev.skep.verify;

import dev.skep.diag.Diagnostic;

/// What the verifier says of a program.
public sealed interface Verdict {
    /// What it took to find out.
    Statistics statistics();

    /// The kernel would load it.
    record Accepted(VerifiedProgram program, Statistics statistics) implements Verdict {}

    /// The kernel would refuse it.
    ///
    /// @param diagnostic why: code, instruction, what was known, remedy, the kernel's wording
    record Rejected(Diagnostic diagnostic, Statistics statistics) implements Verdict {}

    /// It uses something that this verifier does not know well enough to decide.
    ///
    /// @param diagnostic where, and what it is
    /// @param construct its name: `dynptr`, `kfunc bpf_task_acquire`
    record Undecided(Diagnostic diagnostic, String construct, Statistics statistics)
            implements Verdict {}
}
