package dev.skep.lab.bench.program;

import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import dev.skep.verify.Verdict;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;

/// How programs run in this JVM.
enum JvmMode {
    /// Verified, and translated to JVM bytecode.
    COMPILED(Kind.COMPILER),
    /// As they are, every access checked.
    INTERPRETED(Kind.INTERPRETER);

    private final Kind kind;

    JvmMode(Kind kind) {
        this.kind = kind;
    }

    /// The runner that runs them so.
    Kind kind() {
        return kind;
    }

    /// How `host` takes programs. Verifying is what comes before, where it is needed.
    Linked.Loading<JvmProgram> loading(JvmHost host) {
        return switch (this) {
            case COMPILED ->
                    program -> {
                        VerifiedProgram verified = verified(program);
                        return maps -> host.load(verified, maps);
                    };
            case INTERPRETED -> program -> maps -> host.load(program, maps);
        };
    }

    /// @throws IllegalArgumentException if the verifier refuses it
    private static VerifiedProgram verified(Program program) {
        return switch (Verifier.verify(program, VerifierOptions.standard())) {
            case Verdict.Accepted accepted -> accepted.program();
            case Verdict.Rejected rejected ->
                    throw new IllegalArgumentException(rejected.diagnostic().toString());
            case Verdict.Undecided undecided ->
                    throw new IllegalArgumentException(undecided.diagnostic().toString());
        };
    }
}
