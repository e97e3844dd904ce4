package dev.skep.cli;

/// Where programs run or are verified.
enum HostKind {
    /// In this JVM.
    JVM,
    /// In the Linux kernel below it.
    LINUX
}
