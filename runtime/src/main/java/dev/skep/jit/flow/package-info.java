/// What the compiler finds out about a function before it writes a line: blocks, which stack slots
/// never leave the function, which definitions reach which uses, and how large numbers become.
///
/// In: a [dev.skep.verify.VerifiedProgram]. Out: a [dev.skep.jit.flow.FunctionFlow] for each of its
/// functions. Read that class first.
package dev.skep.jit.flow;
