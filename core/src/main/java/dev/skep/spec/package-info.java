/// The law as tables, each once: helpers, map types, program types and their contexts.
///
/// Verifier, hosts, commands and manual read these rows; there is no second list anywhere. Read
/// [dev.skep.spec.ProgramType] first.
package dev.skep.spec;
