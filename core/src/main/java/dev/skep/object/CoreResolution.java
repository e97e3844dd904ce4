package dev.skep.object;

import java.util.OptionalLong;

/// What became of one CO-RE relocation.
///
/// @param function the function whose instruction it patches
/// @param slot the instruction within that function
/// @param kind the kernel's name for its kind: `field_byte_offset`
/// @param spec what it refers to: `struct task_struct.pid`
/// @param localValue what the compiler put there
/// @param targetValue what it became; empty if the target lacks it, and then the instruction is one
///   that fails when it is reached
/// @param reason why there is no target value; empty if there is one
public record CoreResolution(
        String function,
        int slot,
        String kind,
        String spec,
        long localValue,
        OptionalLong targetValue,
        String reason) {}
