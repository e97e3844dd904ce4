/// The port that every host implements: maps, loaded programs, links, event streams.
///
/// Semantics are those of bpf(2), errno included, so that one contract test can hold the JVM host
/// and a kernel host to the same behaviour. Read [dev.skep.host.Host] first.
package dev.skep.host;
