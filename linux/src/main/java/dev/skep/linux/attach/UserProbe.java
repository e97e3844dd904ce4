package dev.skep.linux.attach;

/// A probe that the author of an executable left in it (USDT): one place of it; a probe may stand
/// in many places.
///
/// @param offset of the instruction in the file
/// @param semaphore offset in the file of the counter that tells the application that somebody
///   looks; 0 if it has none
/// @param arguments where its arguments are, in the assembler's words: `-4@%eax 8@$5`
public record UserProbe(
        String provider, String name, long offset, long semaphore, String arguments) {}
