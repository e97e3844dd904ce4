package dev.skep.host;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;

/// A map operation that the host refused.
public final class MapException extends HostException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    /// Refused with `errno` for the reason that `diagnostic` gives.
    public MapException(Errno errno, Diagnostic diagnostic) {
        super(diagnostic);
        this.errno = errno;
    }

    /// The errno that bpf(2) would give.
    public Errno errno() {
        return errno;
    }
}
