package dev.skep.spec;

/// What a section name says.
///
/// @param attachType the kernel's number of the expected attach type, 0 for none
/// @param target what follows the name: the function or tracepoint to attach to; may be empty
/// @param sleepable whether its programs may sleep
/// @param autoload false for names that start with `?`: load only on request
public record SectionMatch(
        ProgramType type, int attachType, String target, boolean sleepable, boolean autoload) {}
