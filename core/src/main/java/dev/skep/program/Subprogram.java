package dev.skep.program;

/// One function in a program's code.
///
/// @param start its first slot
/// @param end the slot after its last
/// @param global whether it has external linkage, so that the kernel verifies it on its own
/// @param btfId the id of its `BTF_KIND_FUNC`, 0 if unknown
public record Subprogram(String name, int start, int end, boolean global, int btfId) {}
