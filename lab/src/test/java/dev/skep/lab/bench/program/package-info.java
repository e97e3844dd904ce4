/// Holds the program benchmarks to what they claim: every runner gives the same results on every
/// program, and what is told is what was measured. No test looks at a time.
package dev.skep.lab.bench.program;
