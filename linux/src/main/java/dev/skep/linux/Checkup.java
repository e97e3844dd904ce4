package dev.skep.linux;

/// One thing that a machine needs to load and attach programs, or that makes it easier.
///
/// @param name what was looked at
/// @param finding what was found
/// @param remedy what to do about it; empty where nothing is to be done
public record Checkup(String name, State state, String finding, String remedy) {
    /// How well it is.
    public enum State {
        /// As it should be.
        GOOD,
        /// Something works less well, or not at all.
        LIMITED,
        /// Nothing works.
        MISSING
    }

    static Checkup good(String name, String finding) {
        return new Checkup(name, State.GOOD, finding, "");
    }

    static Checkup limited(String name, String finding, String remedy) {
        return new Checkup(name, State.LIMITED, finding, remedy);
    }
}
