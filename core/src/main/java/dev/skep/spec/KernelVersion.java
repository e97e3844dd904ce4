package dev.skep.spec;

/// A release of Linux.
public record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {
    /// Reads `5.10`.
    public static KernelVersion of(String text) {
        int dot = text.indexOf('.');
        return new KernelVersion(
                Integer.parseInt(text.substring(0, dot)),
                Integer.parseInt(text.substring(dot + 1)));
    }

    @Override
    public int compareTo(KernelVersion other) {
        return major != other.major
                ? Integer.compare(major, other.major)
                : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
