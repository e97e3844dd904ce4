package dev.skep.diag;

/// A checked run that went wrong.
public final class TrapException extends SkepException {
    private static final long serialVersionUID = 1L;

    /// Carries `diagnostic`.
    public TrapException(Diagnostic diagnostic) {
        super(diagnostic);
    }
}
