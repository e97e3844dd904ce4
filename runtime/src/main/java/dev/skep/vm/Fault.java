package dev.skep.vm;

import dev.skep.diag.Diagnostic;

/// What goes wrong within an instruction, before the interpreter adds the place to it. Cheap: it
/// carries no stack trace.
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    Fault(Diagnostic diagnostic) {
        super(diagnostic.message(), null, false, false);
        this.diagnostic = diagnostic;
    }

    Fault(TrapCode code, String message, String remedy, String kernelMessage) {
        this(Diagnostic.of(code, message).fix(remedy).kernelSays(kernelMessage));
    }

    Diagnostic diagnostic() {
        return diagnostic;
    }
}
