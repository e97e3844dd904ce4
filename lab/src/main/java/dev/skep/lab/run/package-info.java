/// Runs programs in every engine, checked interpreter, compiler and kernel, and compares what comes
/// of it: results, packets, contexts, contents of maps, traces.
///
/// In: a [dev.skep.lab.run.Trial], a program with a seed for packets and maps. Out: an
/// [dev.skep.lab.run.Outcome] for each engine. Read [dev.skep.lab.run.Agreement] first, which does
/// that for generated programs.
package dev.skep.lab.run;
