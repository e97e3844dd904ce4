package dev.skep.object.core;

import java.util.OptionalLong;

/// What became of one relocation.
///
/// @param spec what it refers to: `struct task_struct.pid`
/// @param local what the object's own types say
/// @param target what the instruction holds now; empty if it was replaced by one that fails when it
///   is reached
/// @param reason why there is no target value; empty if there is one
public record Outcome(String spec, long local, OptionalLong target, String reason) {}
