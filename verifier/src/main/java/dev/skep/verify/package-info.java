/// The gate: decides what the Linux kernel (6.18) would say of a program, without one.
///
/// In: a [dev.skep.program.Program]. Out: a [dev.skep.verify.Verdict]; of an accepted program the
/// [dev.skep.verify.VerifiedProgram] that the compiler takes. The arrow is
/// [dev.skep.verify.Verifier#verify]. Read [dev.skep.verify.Verifier] first, then
/// [dev.skep.verify.path.Explorer], which walks the paths.
package dev.skep.verify;
