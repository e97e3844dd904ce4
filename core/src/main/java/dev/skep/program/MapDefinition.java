package dev.skep.program;

import dev.skep.btf.Btf;
import dev.skep.spec.MapType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A map as an object declares it and a host creates it. Immutable.
///
/// @param flags `BPF_F_*` creation flags
/// @param extra the `map_extra` field: number of hash functions of a bloom filter, address of an
///   arena
/// @param types the BTF types of key and value, where they are known
/// @param inner what the maps inside a map of maps look like
/// @param slots initial elements that name another map or a program, by index
/// @param globals the initial contents, where the map holds a section of global variables
/// @param pinning whether it wants to be pinned by its name
public record MapDefinition(
        String name,
        MapType type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        long extra,
        Optional<Types> types,
        Optional<MapDefinition> inner,
        List<Slot> slots,
        Optional<Globals> globals,
        Pinning pinning) {
    /// The BTF types of keys and values; an id of 0 is `void` or unknown.
    public record Types(Btf btf, int keyTypeId, int valueTypeId) {}

    /// An initial element of a program array or a map of maps: the name of what stands at `index`.
    public record Slot(int index, String target) {}

    /// Whether a map survives its owner in the BPF file system.
    public enum Pinning {
        /// It does not.
        NONE,
        /// It does, under its name (`LIBBPF_PIN_BY_NAME`).
        BY_NAME
    }

    /// Copies the slots.
    public MapDefinition {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        slots = List.copyOf(slots);
    }

    /// A plain map.
    public static MapDefinition of(
            String name, MapType type, int keySize, int valueSize, int maxEntries) {
        return new MapDefinition(
                name,
                type,
                keySize,
                valueSize,
                maxEntries,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Pinning.NONE);
    }

    /// The same map with other creation flags.
    public MapDefinition withFlags(int flags) {
        return new MapDefinition(
                name,
                type,
                keySize,
                valueSize,
                maxEntries,
                flags,
                extra,
                types,
                inner,
                slots,
                globals,
                pinning);
    }

    /// The same map with values of another size.
    public MapDefinition withValueSize(int valueSize) {
        return new MapDefinition(
                name,
                type,
                keySize,
                valueSize,
                maxEntries,
                flags,
                extra,
                types,
                inner,
                slots,
                globals,
                pinning);
    }

    /// The same map with other limits.
    public MapDefinition withMaxEntries(int maxEntries) {
        return new MapDefinition(
                name,
                type,
                keySize,
                valueSize,
                maxEntries,
                flags,
                extra,
                types,
                inner,
                slots,
                globals,
                pinning);
    }

    /// The same map with another `map_extra`.
    public MapDefinition withExtra(long extra) {
        return new MapDefinition(
                name,
                type,
                keySize,
                valueSize,
                maxEntries,
                flags,
                extra,
                types,
                inner,
                slots,
                globals,
                pinning);
    }

    /// The same map with maps like `inner` as its elements.
    public MapDefinition withInner(MapDefinition inner) {
        return new MapDefinition(
                name,
                type,
                keySize,
                valueSize,
                maxEntries,
                flags,
                extra,
                types,
                Optional.of(inner),
                slots,
                globals,
                pinning);
    }

    /// The same map with these initial elements.
    public MapDefinition withSlots(List<Slot> slots) {
        return new MapDefinition(
                name,
                type,
                keySize,
                valueSize,
                maxEntries,
                flags,
                extra,
                types,
                inner,
                slots,
                globals,
                pinning);
    }

    /// The same map with these variables as its contents.
    public MapDefinition withGlobals(Globals globals) {
        return new MapDefinition(
                name,
                type,
                keySize,
                valueSize,
                maxEntries,
                flags,
                extra,
                types,
                inner,
                slots,
                Optional.of(globals),
                pinning);
    }

    /// The same map with another wish to be pinned.
    public MapDefinition withPinning(Pinning pinning) {
        return new MapDefinition(
                name,
                type,
                keySize,
                valueSize,
                maxEntries,
                flags,
                extra,
                types,
                inner,
                slots,
                globals,
                pinning);
    }
}
