package dev.skep.cli;

/// What the command's exit status means; `skep --help` prints the same.
final class ExitCode {
    /// The work is done.
    static final int DONE = 0;

    /// The program was rejected or trapped.
    static final int REJECTED = 1;

    /// The command line is wrong.
    static final int USAGE = 2;

    /// The input cannot be read.
    static final int INPUT = 3;

    /// The kernel refused.
    static final int KERNEL = 4;

    /// The verifier does not know something that a program uses, and rejected none.
    static final int UNDECIDED = 5;

    /// A defect in skep itself.
    static final int DEFECT = 70;

    private ExitCode() {}
}
