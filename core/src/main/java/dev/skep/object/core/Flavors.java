package dev.skep.object.core;

/// Names with flavours: `task_struct___old` stands for `task_struct`, so that one object can hold
/// several ideas of the same type.
final class Flavors {
    private static final String SEPARATOR = "___";

    private Flavors() {}

    /// The name without its last flavour: what stands before three underscores that have another
    /// character on either side.
    static String essential(String name) {
        for (int at = name.length() - SEPARATOR.length() - 1; at >= 1; at--) {
            if (name.startsWith(SEPARATOR, at)
                    && name.charAt(at - 1) != '_'
                    && name.charAt(at + SEPARATOR.length()) != '_') {
                return name.substring(0, at);
            }
        }
        return name;
    }

    /// Whether two names stand for the same thing.
    static boolean same(String one, String other) {
        return essential(one).equals(essential(other));
    }
}
