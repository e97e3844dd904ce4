package dev.skep.object;

import java.util.ArrayList;
import java.util.List;

/// Collects what is worth saying about an object without refusing it.
final class Remarks {
    private static final int MOST = 1_000;

    private final List<String> lines = new ArrayList<>();

    void add(String line) {
        if (lines.size() < MOST && !lines.contains(line)) {
            lines.add(line);
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
