/// The kernel as a host.
///
/// In: a [dev.skep.program.Program]. Out: the same program in the running Linux kernel. The room is
/// laid out; the host itself comes after the verifier and the compiler.
package dev.skep.linux;
