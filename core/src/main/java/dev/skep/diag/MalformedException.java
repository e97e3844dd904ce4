package dev.skep.diag;

/// Bytes or text that cannot be read.
public final class MalformedException extends SkepException {
    private static final long serialVersionUID = 1L;

    /// Carries `diagnostic`.
    public MalformedException(Diagnostic diagnostic) {
        super(diagnostic);
    }
}
