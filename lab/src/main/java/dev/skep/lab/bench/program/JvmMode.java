package dev.skep.lab.bench.program;

import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import java.util.Optional;

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

    /// Why it cannot be done, for people; empty if it can.
    Optional<String> obstacle() {
        return switch (this) {
            case COMPILED -> Optional.of("this build has no compiler yet");
            case INTERPRETED -> Optional.empty();
        };
    }

    /// How `host` takes programs.
    ///
    /// The compiler is not there yet. When it is, its case verifies the program first and then
    /// loads what was accepted; nothing else in this package has to change.
    Linked.Loading<JvmProgram> loading(JvmHost host) {
        return switch (this) {
            case COMPILED -> throw new UnsupportedOperationException(obstacle().orElseThrow());
            case INTERPRETED -> program -> maps -> host.load(program, maps);
        };
    }
}
