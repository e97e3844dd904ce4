package dev.skep.linux;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// All that the kernel tells about a link.
///
/// @param programName the name of its program; empty if it has none
/// @param fields what there is to know about links of its kind, by name: numbers (`Long`), texts,
///   lists of both; [LinkFields] lists them
/// @param uses who keeps it
public record LinkDetails(
        InstalledLink summary, String programName, SequencedMap<String, Object> fields, Uses uses) {
    /// Copies the fields.
    public LinkDetails {
        fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }
}
