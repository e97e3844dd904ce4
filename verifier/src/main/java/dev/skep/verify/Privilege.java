package dev.skep.verify;

/// Who loads the program. The kernel allows less to those it trusts less.
public enum Privilege {
    /// Somebody with `CAP_BPF` and `CAP_PERFMON`, root for example.
    PRIVILEGED,
    /// Anybody else, where the system lets them load programs at all.
    UNPRIVILEGED
}
