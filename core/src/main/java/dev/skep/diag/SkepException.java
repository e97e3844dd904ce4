package dev.skep.diag;

/// Work that ended because of what a [Diagnostic] says.
public abstract sealed class SkepException extends RuntimeException
        permits MalformedException, LinkException, TrapException, HostException {
    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    /// Carries `diagnostic`; its first line becomes the exception's message.
    protected SkepException(Diagnostic diagnostic) {
        super(diagnostic.code().id() + ": " + diagnostic.message());
        this.diagnostic = diagnostic;
    }

    /// What went wrong.
    public final Diagnostic diagnostic() {
        return diagnostic;
    }
}
