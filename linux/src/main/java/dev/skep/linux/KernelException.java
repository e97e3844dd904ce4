package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.linux.sys.RefusedCall;

/// The kernel refused something on the way to a program: a map, its types. What it says to the
/// program itself is a value, [KernelVerdict].
public final class KernelException extends HostException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /// Carries `diagnostic` and the error number, which is 0 where the kernel was not asked.
    public KernelException(Diagnostic diagnostic, int errno) {
        super(diagnostic);
        this.errno = errno;
    }

    static KernelException of(KernelCode code, Place place, RefusedCall refusal) {
        return new KernelException(
                Diagnostic.of(code, refusal.getMessage())
                        .at(place)
                        .kernelSays(lastLine(refusal.log())),
                refusal.errno());
    }

    /// The kernel prints everything that it saw, and at last what it did not like.
    private static String lastLine(String log) {
        return log.strip().lines().reduce("", (_, line) -> line).strip();
    }

    /// The error number, positive; 0 where the kernel was not asked.
    public int errno() {
        return errno;
    }
}
