package dev.skep.object;

import dev.skep.program.MapDefinition;

/// A map and the place in the file that code refers to it by.
///
/// @param section the index of the section
/// @param offset the byte of that section where its declaration starts, or [#WHOLE] if the map is
///   the section
/// @param definition what it looks like
record LocatedMap(int section, long offset, MapDefinition definition) {
    /// The offset of a map of globals.
    static final long WHOLE = -1;

    /// The section of the map of configuration values, which has none.
    static final int NO_SECTION = -1;
}
