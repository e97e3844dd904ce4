/// The kernel as a host.
///
/// In: map definitions, a [dev.skep.program.Program] or a whole [dev.skep.object.LinkedObject].
/// Out: maps and programs in the running kernel, and what its verifier says to them; what the
/// kernel refuses is a [dev.skep.linux.KernelException]. Read [dev.skep.linux.KernelHost] first;
/// attaching is the business of `dev.skep.linux.attach`.
package dev.skep.linux;
