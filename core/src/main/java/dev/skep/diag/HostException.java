package dev.skep.diag;

/// A host that refused: it does not offer what was asked, or ran out of something. A kernel host
/// adds the errno and the kernel's log in a subclass.
public non-sealed class HostException extends SkepException {
    private static final long serialVersionUID = 1L;

    /// Carries `diagnostic`.
    public HostException(Diagnostic diagnostic) {
        super(diagnostic);
    }
}
