/// How fast programs run, beside the running kernel's JIT and everything else that can run them.
///
/// In: the programs of `lab/bench/programs`, each with its packet and the contents of its maps.
/// Out: a table, a picture and a block of `docs/performance.md`. All runners take turns in one
/// virtual machine per program, and must agree on results before anything is timed. Read
/// [dev.skep.lab.bench.program.ProgramBench] first, then [dev.skep.lab.bench.program.Contest].
package dev.skep.lab.bench.program;
