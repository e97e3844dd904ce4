package dev.skep.program;

/// Where the instructions from `slot` on come from.
///
/// @param file as the compiler recorded it
/// @param line counted from 1
/// @param column counted from 1, 0 if unknown
/// @param text the source text of the line, possibly empty
public record SourceLine(int slot, String file, int line, int column, String text) {
    /// `firewall.c:31`: the file without its folders, and the line.
    public String describe() {
        return file.substring(file.lastIndexOf('/') + 1) + ":" + line;
    }
}
