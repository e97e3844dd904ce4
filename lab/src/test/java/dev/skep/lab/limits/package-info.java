/// Holds `docs/limits.md` to what the verifier, the engines and the running kernel do: [ProgramLimits],
/// [MapLimits] and [RunLimits] hold a program or map just within each limit and one beyond it.
package dev.skep.lab.limits;
