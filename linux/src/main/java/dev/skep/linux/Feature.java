package dev.skep.linux;

/// Something that a kernel may have.
///
/// @param group what kind of thing: `program type`, `map type`, `helper`, `kernel function`, `link
///   type`
/// @param name as the kernel or bpftool spells it
/// @param detail why not, as far as it is known; may be empty
public record Feature(String group, String name, State state, String detail) {
    /// Whether the kernel has it.
    public enum State {
        /// It has.
        YES,
        /// It has not.
        NO,
        /// It has, or may have, but this user may not use it.
        FORBIDDEN
    }
}
