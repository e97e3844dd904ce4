/// The checked interpreter: reference semantics, every access checked, fuel-limited.
///
/// In: a linked [dev.skep.program.Program], verified or not. Out: its r0, or one
/// [dev.skep.diag.TrapException] that names the instruction and what it did.
package dev.skep.vm;
