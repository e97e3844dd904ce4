/// The command `skep`: one class per command, which parses and prints and does nothing else.
///
/// Read `Main` first.
package dev.skep.cli;
