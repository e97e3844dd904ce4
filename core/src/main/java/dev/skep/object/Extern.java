package dev.skep.object;

/// A symbol that an object uses and something outside provides.
///
/// @param kind where it comes from
/// @param weak whether the object can do without it: its address, or its value, is then zero
/// @param typeId its type in the object's BTF, 0 if unknown
public record Extern(String name, Kind kind, boolean weak, int typeId) {
    /// Where an extern comes from.
    public enum Kind {
        /// The kernel's build configuration, or `LINUX_KERNEL_VERSION` and its like.
        KCONFIG("kconfig"),
        /// The address of a kernel symbol, without a type.
        SYMBOL("kernel symbol"),
        /// A kernel variable with a BTF type.
        VARIABLE("kernel variable"),
        /// A kernel function (kfunc).
        FUNCTION("kernel function"),
        /// Nothing that this object says: an undefined symbol without BTF.
        UNKNOWN("undefined symbol");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /// A few words for people.
        public String title() {
            return title;
        }
    }
}
