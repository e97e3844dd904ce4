package dev.skep.lab.bench.program;

/// What can run a program, in the order of the table.
enum Kind {
    /// Skep's compiler: verified programs as JVM bytecode.
    COMPILER("compiler", "Skep's compiler"),
    /// Skep's checked interpreter.
    INTERPRETER("interpreter", "Skep's checked interpreter"),
    /// The running kernel's JIT compiler.
    KERNEL("kernel JIT", "the Linux kernel's JIT compiler"),
    /// The same C, compiled for this machine by clang.
    NATIVE("native C", "the same C natively compiled, its maps without locks"),
    /// A virtual machine for eBPF in user space.
    USER_SPACE("user space", "a user-space eBPF virtual machine");

    private final String title;
    private final String description;

    Kind(String title, String description) {
        this.title = title;
        this.description = description;
    }

    /// The head of its column.
    String title() {
        return title;
    }

    /// Whether it runs in this JVM, whose own compiler makes it faster while it runs.
    boolean inJvm() {
        return switch (this) {
            case COMPILER, INTERPRETER -> true;
            case KERNEL, NATIVE, USER_SPACE -> false;
        };
    }

    /// What it is, for people who see the title for the first time.
    String description() {
        return description;
    }
}
