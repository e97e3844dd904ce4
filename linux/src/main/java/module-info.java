/// The kernel host: bpf(2) from pure Java.
module dev.skep.linux {
    requires transitive dev.skep.core;

    exports dev.skep.linux;
    exports dev.skep.linux.attach;
}
