/// The kernel as a host.
///
/// In: a [dev.skep.program.Program]. Out, so far: what the running kernel's verifier says to it.
/// Read [dev.skep.linux.KernelVerifier] first. Attaching and running come later.
package dev.skep.linux;
