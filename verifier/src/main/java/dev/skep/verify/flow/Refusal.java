package dev.skep.verify.flow;

import dev.skep.diag.Diagnostic;

/// Ends the walk: the program is refused, or cannot be decided. Stays inside this module.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;
    private final String construct;

    /// A refusal.
    public Refusal(Diagnostic diagnostic) {
        this(diagnostic, "");
    }

    /// A refusal, or, where `construct` names something, the admission that this cannot be decided.
    public Refusal(Diagnostic diagnostic, String construct) {
        super(diagnostic.message(), null, false, false);
        this.diagnostic = diagnostic;
        this.construct = construct;
    }

    /// Why.
    public Diagnostic diagnostic() {
        return diagnostic;
    }

    /// What is not modelled; empty where the program is refused.
    public String construct() {
        return construct;
    }

    /// The same with a remedy that fits this case.
    public Refusal fix(String remedy) {
        return with(diagnostic.fix(remedy));
    }

    /// The same with a fuller diagnostic.
    public Refusal with(Diagnostic fuller) {
        return new Refusal(fuller, construct);
    }
}
