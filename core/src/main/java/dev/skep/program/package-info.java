/// Immutable programs: what an object yields once linked, and what a host loads.
///
/// Read [dev.skep.program.Program] first.
package dev.skep.program;
