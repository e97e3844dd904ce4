/// How fast the verifier is, beside the running kernel's.
///
/// In: programs of any size, from families that can be scaled. Out: a table of times, taken in
/// turns in one run. Read [dev.skep.lab.bench.VerifierBench] first.
package dev.skep.lab.bench;
