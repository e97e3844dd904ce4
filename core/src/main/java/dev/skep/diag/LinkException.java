package dev.skep.diag;

/// An object that was read but does not fit together: a relocation to nowhere, a CO-RE field that
/// the target lacks, an unresolved extern.
public final class LinkException extends SkepException {
    private static final long serialVersionUID = 1L;

    /// Carries `diagnostic`.
    public LinkException(Diagnostic diagnostic) {
        super(diagnostic);
    }
}
