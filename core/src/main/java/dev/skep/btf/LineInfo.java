package dev.skep.btf;

/// The source line that an instruction was made from.
///
/// @param insnOffset the instruction, in bytes from the start of its section
/// @param file as the compiler recorded it
/// @param line counted from 1
/// @param column counted from 1, 0 if unknown
/// @param text the line itself, possibly empty
public record LineInfo(int insnOffset, String file, int line, int column, String text) {}
