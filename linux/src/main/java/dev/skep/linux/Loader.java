package dev.skep.linux;

/// As whom programs are loaded.
public enum Loader {
    /// As this process is, which has `CAP_BPF` and `CAP_PERFMON` or is root.
    PRIVILEGED("this user may not load programs into this kernel: "),
    /// As somebody without capabilities, where the system lets them load programs at all
    /// (`/proc/sys/kernel/unprivileged_bpf_disabled`). Maps and types are created as before.
    UNPRIVILEGED("this system lets nobody load programs without capabilities: ");

    private final String refusal;

    Loader(String refusal) {
        this.refusal = refusal;
    }

    /// What it means if even a harmless program is refused.
    String refusal() {
        return refusal;
    }
}
