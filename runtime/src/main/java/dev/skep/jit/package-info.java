/// The compiler: verified programs become classes of the JVM, without checks.
///
/// In: a [dev.skep.verify.VerifiedProgram], which only the verifier makes, and the maps and helper
/// functions it works with. Out: a [dev.skep.jit.Compilation]: [dev.skep.vm.CompiledCode], or why
/// there is none. The arrow is [dev.skep.jit.Compiler#compile]. Read
/// [dev.skep.jit.flow.FunctionFlow] first: what the compiler knows of a function; then
/// [dev.skep.jit.FunctionWriter], which writes it down.
package dev.skep.jit;
