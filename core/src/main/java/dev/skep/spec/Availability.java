package dev.skep.spec;

/// Whether the JVM host offers something.
public sealed interface Availability {
    /// It does.
    record Available() implements Availability {}

    /// It does not.
    ///
    /// @param reason a clause for people: `timers are not built yet`
    record Unavailable(String reason) implements Availability {}

    /// Unavailable for `reason`; available if that is empty.
    static Availability of(String reason) {
        return reason.isEmpty() ? new Available() : new Unavailable(reason);
    }

    /// Whether it is [Available].
    default boolean available() {
        return this instanceof Available;
    }
}
