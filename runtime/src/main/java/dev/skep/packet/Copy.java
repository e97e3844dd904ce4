package dev.skep.packet;

/// A copy of the packet that a program sent on its way (`bpf_clone_redirect`).
///
/// @param bytes as they go over the wire
public record Copy(byte[] bytes, Redirect.ToInterface target) {}
