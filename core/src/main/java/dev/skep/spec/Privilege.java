package dev.skep.spec;

/// What a loader must be allowed to, from less to more.
public enum Privilege {
    /// Nothing, where the system lets everybody load programs.
    NONE("none"),
    /// `CAP_BPF`.
    BPF("CAP_BPF"),
    /// `CAP_BPF` and `CAP_PERFMON`.
    PERFMON("CAP_PERFMON");

    private final String capability;

    Privilege(String capability) {
        this.capability = capability;
    }

    /// The capability as Linux names it; `none` for none.
    public String capability() {
        return capability;
    }

    /// Whether who has this privilege may do what takes `needed`.
    public boolean allows(Privilege needed) {
        return compareTo(needed) >= 0;
    }
}
