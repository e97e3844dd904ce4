/// The gate: what the Linux kernel would say of a program, and why.
module dev.skep.verifier {
    requires transitive dev.skep.core;

    exports dev.skep.verify;
}
