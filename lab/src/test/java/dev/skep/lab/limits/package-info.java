/// Holds `docs/limits.md` to what the verifier, the engines and the running kernel do: there is a
/// program or map just within each limit, and one beyond it. Read `LimitsPageTest` first.
package dev.skep.lab.limits;
