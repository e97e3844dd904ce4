package dev.skep.linux;

import dev.skep.diag.Code;

/// What the kernel host refuses, and why it may not work at all.
public enum KernelCode implements Code {
    /// No Linux, no bpf(2), or no permission.
    UNUSABLE("K001", "the kernel's bpf(2) cannot be used"),
    /// A map that the kernel does not create or fill.
    MAP("K002", "the kernel refused a map"),
    /// Types that the kernel does not take.
    TYPES("K003", "the kernel refused the program's types"),
    /// A program for a function, tracepoint or type that the kernel lacks.
    TARGET("K004", "the kernel has nothing of that name to load a program for"),
    /// A program whose type is not known.
    TYPE("K005", "the type of the program is not known");

    private final String id;
    private final String title;

    KernelCode(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }
}
