/// How fast the Game of Life of `examples/life` lives, in both hosts.
///
/// In: the object. Out: a table of generations per second, taken in turns in one run. Read
/// [dev.skep.lab.bench.life.LifeBench] first.
package dev.skep.lab.bench.life;
