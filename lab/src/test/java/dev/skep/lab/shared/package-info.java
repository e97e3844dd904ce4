/// What programs and Java share, on every engine: records in both directions, memory, globals. One
/// object, `shared.bpf.o`, serves all of it.
package dev.skep.lab.shared;
