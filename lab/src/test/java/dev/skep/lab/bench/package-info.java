/// Holds the benchmarks to what they claim, apart from times.
package dev.skep.lab.bench;
