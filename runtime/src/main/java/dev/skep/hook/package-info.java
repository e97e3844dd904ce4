/// Attach points in this process: packets first.
///
/// In: packets, from captures or from the embedder. Out: verdicts, what the program made of each
/// packet, and where it leaves. Read [dev.skep.hook.PacketHook] first; [dev.skep.hook.PacketRun]
/// takes whole captures through one.
package dev.skep.hook;
