package dev.skep.cli;

import java.util.ArrayList;
import java.util.List;

/// What a program printed with bpf_printk.
final class TraceLog {
    /// A program that prints for each of a million packets must not fill the memory.
    private static final int MOST = 1_000;

    private final List<String> lines = new ArrayList<>();
    private long dropped;

    void add(String line) {
        if (lines.size() < MOST) {
            lines.add(line);
        } else {
            dropped++;
        }
    }

    /// The first lines.
    List<String> lines() {
        return lines;
    }

    /// How many more there were.
    long dropped() {
        return dropped;
    }
}
