package dev.skep.linux;

import java.nio.file.Path;

/// How an object is loaded.
///
/// @param pins the folder for maps that want to be pinned by name; in a BPF file system
/// @param detail how much the verifier writes about each program
public record LoadOptions(Path pins, LogDetail detail) {
    /// Where systems mount a BPF file system.
    public static final Path USUAL_PINS = Path.of("/sys/fs/bpf");

    /// Maps are pinned where everybody looks for them; of the verifier's work only the sums.
    public static LoadOptions standard() {
        return new LoadOptions(USUAL_PINS, LogDetail.STATISTICS);
    }

    /// The same with another folder.
    public LoadOptions withPins(Path pins) {
        return new LoadOptions(pins, detail);
    }

    /// The same with another log.
    public LoadOptions withDetail(LogDetail detail) {
        return new LoadOptions(pins, detail);
    }
}
