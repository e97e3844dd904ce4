package dev.skep.linux;

/// A link in the kernel, of this process or of others, as the kernel describes it.
///
/// @param kind `xdp`, `cgroup`, ...; its number if it is newer than what is known here
/// @param program the id of the program; 0 if it has none
/// @param target what it is attached to, in words for people; may be empty
public record InstalledLink(int id, String kind, int program, String target) {}
