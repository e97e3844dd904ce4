package dev.skep.linux;

import java.nio.file.Path;
import java.util.List;

/// Who keeps something in the kernel: it goes when nobody does any more. Links and other programs
/// keep programs and maps, too.
///
/// @param pins its names in the BPF file systems that this process sees
/// @param processes that have it open, as far as this user may see them
public record Uses(List<Path> pins, List<Holder> processes) {
    /// A process that has it open.
    ///
    /// @param command its name, at most 15 bytes
    public record Holder(long pid, String command) {}

    /// Nobody, as far as one can see.
    public static final Uses NONE = new Uses(List.of(), List.of());

    /// Copies the lists.
    public Uses {
        pins = List.copyOf(pins);
        processes = List.copyOf(processes);
    }
}
