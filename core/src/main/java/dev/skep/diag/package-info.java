/// What a refusal looks like: code, place, cause, remedy.
///
/// In: what a reader, verifier, host or command found wrong. Out: a [dev.skep.diag.Diagnostic], a
/// value that prints itself, carried by one of the exceptions here when it ends the work at hand.
/// Read [dev.skep.diag.Diagnostic] first.
package dev.skep.diag;
