/// The contract that every host's maps keep: a table of cases, answered by a kernel, and a runner
/// that knows the port only. Read `MapContract` first.
package dev.skep.lab.map;
