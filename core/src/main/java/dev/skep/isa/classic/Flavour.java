package dev.skep.isa.classic;

/// What a classic filter looks at; that decides which instructions it may use.
public enum Flavour {
    /// A packet: socket filters, `tcpdump`.
    SOCKET_FILTER,
    /// `struct seccomp_data`: the number, architecture and arguments of a system call.
    SECCOMP
}
