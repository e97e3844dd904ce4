package dev.skep.lab.bench.program;

import dev.skep.host.BpfMap;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import dev.skep.verify.Verdict;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.util.List;

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

    /// A program that only has to be loaded.
    interface Prepared {
        /// Loads it.
        JvmProgram into(JvmHost host, List<? extends BpfMap> maps);
    }

    /// Does what comes before loading: verifies, where that is needed.
    Prepared prepare(Program program) {
        return switch (this) {
            case COMPILED -> {
                VerifiedProgram verified = verified(program);
                yield (host, maps) -> host.load(verified, maps);
            }
            case INTERPRETED -> (host, maps) -> host.load(program, maps);
        };
    }

    /// How `host` takes programs.
    Linked.Loading<JvmProgram> loading(JvmHost host) {
        return program -> {
            Prepared prepared = prepare(program);
            return maps -> prepared.into(host, maps);
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
