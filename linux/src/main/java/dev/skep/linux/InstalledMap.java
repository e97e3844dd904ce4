package dev.skep.linux;

import dev.skep.spec.MapType;
import java.util.Optional;

/// A map in the kernel, of this process or of others, as the kernel describes it.
///
/// @param type empty if it is newer than what is known here
/// @param name at most 15 characters; may be empty
/// @param maxEntries unsigned
/// @param flags `BPF_F_*`
public record InstalledMap(
        int id,
        Optional<MapType> type,
        String name,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags) {}
