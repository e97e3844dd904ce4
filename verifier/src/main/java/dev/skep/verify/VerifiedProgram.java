package dev.skep.verify;

import dev.skep.program.Program;
import dev.skep.verify.path.Findings;
import java.util.Optional;

/// A program that the verifier accepted, with what it proved of every run. Only the verifier makes
/// these.
///
/// Ranges of numbers are not among the facts: the walk leaves out states whose numbers do not
/// matter for safety, so what it saw of numbers need not hold for every run.
public final class VerifiedProgram {
    private final Program program;
    private final Findings findings;
    private final int stack;

    VerifiedProgram(Program program, Findings findings, int stack) {
        this.program = program;
        this.findings = findings;
        this.stack = stack;
    }

    /// What an instruction accesses memory through.
    public enum Region {
        /// The stack of the function or of one of its callers.
        STACK,
        /// The context.
        CONTEXT,
        /// A value or key in a map.
        MAP,
        /// The packet or its metadata.
        PACKET,
        /// Other memory of a known size.
        MEMORY,
        /// A socket or flow keys, as user space declares them.
        SOCKET,
        /// A structure of the kernel.
        KERNEL,
        /// Different things on different paths.
        MIXED
    }

    /// Where a branch goes.
    public enum Direction {
        /// It jumps always.
        JUMPS,
        /// It never jumps.
        FALLS_THROUGH,
        /// It does both.
        BOTH
    }

    /// The program.
    public Program program() {
        return program;
    }

    /// How many bytes of stack the deepest chain of calls uses.
    public int stack() {
        return stack;
    }

    /// Whether any run can come to the instruction at `slot`.
    public boolean reaches(int slot) {
        return findings.reached(slot);
    }

    /// What the load, store or atomic operation at `slot` accesses; empty for other instructions
    /// and for those that no run comes to.
    public Optional<Region> regionAt(int slot) {
        return Optional.ofNullable(findings.region(slot));
    }

    /// The index of the map that the access or helper call at `slot` always uses; -1 if it uses
    /// none, several, or a map in a map.
    public int mapAt(int slot) {
        return findings.map(slot);
    }

    /// Whether the call at `slot` may hand NULL to a global function whose parameter is tagged
    /// `arg:nonnull`: Linux lets a plain zero pass, and the function then uses it.
    public boolean mayHandNull(int slot) {
        return findings.mayHandNull(slot);
    }

    /// Where the conditional branch at `slot` goes; empty for other instructions and for branches
    /// that no run comes to.
    public Optional<Direction> directionAt(int slot) {
        return Optional.ofNullable(findings.direction(slot));
    }
}
