package dev.skep.jit;

import dev.skep.diag.Code;

/// Why a verified program is not compiled.
public enum CompilerCode implements Code {
    /// It uses something that the JVM host does not have; the interpreter traps where it comes to
    /// that.
    UNAVAILABLE("J101", "not available in the JVM"),
    /// It became larger than a class file can be.
    TOO_LARGE("J102", "too large for a class"),
    /// The compiler itself failed: a defect.
    FAILED("J103", "the compiler failed"),
    /// Linux accepts it, and our verifier with it, though a run may use memory that it must not:
    /// only checked runs survive that.
    UNSAFE("J104", "accepted, and not safe without checks");

    private final String id;
    private final String title;

    CompilerCode(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }
}
