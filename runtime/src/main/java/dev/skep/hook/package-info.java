/// Attach points in this process: packets first.
///
/// In: packets, from captures or from the embedder. Out: verdicts and what the program made of
/// them.
package dev.skep.hook;
