/// The Game of Life inside eBPF against the same game in plain Java, generation by generation.
///
/// Read `PlainLife` first: it is the game as its rules are told, and shares nothing with the
/// program.
package dev.skep.lab.life;
