/// The Game of Life inside eBPF, from the outside: patterns, boards, and the program that lives.
///
/// In: `examples/life/life.bpf.o` and a pattern. Out: a world that steps itself in a host, and what
/// its board looks like. Read [dev.skep.cli.life.World] first.
package dev.skep.cli.life;
