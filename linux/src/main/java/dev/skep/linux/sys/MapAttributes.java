package dev.skep.linux.sys;

import java.util.Optional;

/// What `BPF_MAP_CREATE` takes.
///
/// @param type the kernel's number of the map type
/// @param extra `map_extra`
/// @param inner a map like those inside, for a map of maps
public record MapAttributes(
        int type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        long extra,
        String name,
        Optional<Descriptor> inner,
        Optional<Types> types) {
    /// The BTF types of keys and values.
    public record Types(Descriptor btf, int key, int value) {}

    /// The same map without types.
    public MapAttributes untyped() {
        return new MapAttributes(
                type, keySize, valueSize, maxEntries, flags, extra, name, inner, Optional.empty());
    }
}
