/// Programs as a kernel sees them, without an ELF: one JSON object a line, with the instructions in
/// hexadecimal and what they refer to by name.
///
/// In: lines of text, and files with types beside them. Out: [dev.skep.cli.raw.RawEntry], and back.
/// Read [dev.skep.cli.raw.RawReader] first.
package dev.skep.cli.raw;
