/// How fast operations on maps are, on the side that programs see: JMH benchmarks.
///
///     lab/bench/maps                # everything, one thread
///     lab/bench/maps -t 2           # two threads: the time of one operation in each of them
///     lab/bench/maps -t 2 Hash      # only what has this in its name; -h lists JMH's options
///
/// Every benchmark goes round ten thousand flows; threads share them, so that no two use one key.
/// If a map scales, two threads need no longer for an operation than one. Read
/// [dev.skep.lab.bench.map.Flows] first.
package dev.skep.lab.bench.map;
