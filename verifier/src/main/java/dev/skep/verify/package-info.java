/// The gate: what the kernel would say of a program, and why.
///
/// In: a [dev.skep.program.Program]. Out: a verdict with its reasons. The room is laid out; the
/// verifier itself comes next.
package dev.skep.verify;
