package dev.skep.lab.bench.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether the running kernel compiles programs, as `/proc/sys/net/core` says.
enum KernelJit {
    /// It does.
    ON("on"),
    /// It does, and hides constants, also those of privileged programs (`bpf_jit_harden`).
    HARDENED("hardened"),
    /// It interprets them.
    OFF("off"),
    /// It does not say: not Linux, or no right to know.
    UNKNOWN("unknown");

    private static final Path SETTINGS = Path.of("/proc/sys/net/core");

    private final String title;

    KernelJit(String title) {
        this.title = title;
    }

    /// For people.
    String title() {
        return title;
    }

    /// This kernel's.
    static KernelJit read() {
        try {
            if (setting("bpf_jit_enable").equals("0")) {
                return OFF;
            }
            return setting("bpf_jit_harden").equals("2") ? HARDENED : ON;
        } catch (IOException _) {
            return UNKNOWN;
        }
    }

    private static String setting(String name) throws IOException {
        return Files.readString(SETTINGS.resolve(name)).strip();
    }
}
