package dev.skep.linux.sys;

import java.util.Optional;

/// What the kernel says to a program.
///
/// @param program the loaded program, to be closed; empty if it was refused
/// @param errno the error number, 0 if it was loaded
/// @param log the verifier's log at the level that was asked for
/// @param nanos the time of the call
public record LoadReply(Optional<Descriptor> program, int errno, String log, long nanos) {}
