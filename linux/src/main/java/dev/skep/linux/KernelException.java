package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.linux.sys.RefusedCall;

/// The kernel refused something: a map, types, a program, a test run. What its verifier says to a
/// program that was only asked about is a value, [KernelVerdict].
public final class KernelException extends HostException {
    private static final long serialVersionUID = 1L;

    private final int errno;
    private final String log;

    /// Carries `diagnostic` and the error number, which is 0 where the kernel was not asked.
    public KernelException(Diagnostic diagnostic, int errno) {
        this(diagnostic, errno, "");
    }

    KernelException(Diagnostic diagnostic, int errno, String log) {
        super(diagnostic);
        this.errno = errno;
        this.log = log;
    }

    static KernelException of(KernelCode code, Place place, RefusedCall refusal) {
        return new KernelException(
                Diagnostic.of(code, refusal.getMessage())
                        .at(place)
                        .kernelSays(lastLine(refusal.log())),
                refusal.errno(),
                refusal.log());
    }

    /// The kernel prints everything that it saw, and at last what it did not like.
    private static String lastLine(String log) {
        return log.strip().lines().reduce("", (_, line) -> line).strip();
    }

    /// All that the kernel wrote about it; empty where it has no words.
    public String log() {
        return log;
    }

    /// The error number, positive; 0 where the kernel was not asked.
    public int errno() {
        return errno;
    }
}
