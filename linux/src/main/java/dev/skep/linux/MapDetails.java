package dev.skep.linux;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// All that the kernel tells about a map.
///
/// @param extra `map_extra`: hash functions of a Bloom filter, the address of an arena
/// @param types the id of the type graph of keys and values, 0 for none
/// @param keyType the id of the key's type in there, 0 for none
/// @param valueType the id of the value's type in there, 0 for none
/// @param kernelValueType the id among the kernel's types of the structure that a `struct_ops` map
///   fills, 0 for none
/// @param interfaceIndex of the network device that it was created for, 0 for none
/// @param memory bytes that it takes; empty if the kernel does not say
/// @param frozen 1 if user space may not write any more, 0 if it may; empty before Linux 5.2
/// @param ownerType the type of the programs that an array of programs takes
/// @param programs the ids of the programs that use it
/// @param uses who keeps it
public record MapDetails(
        InstalledMap summary,
        long extra,
        int types,
        int keyType,
        int valueType,
        int kernelValueType,
        int interfaceIndex,
        OptionalLong memory,
        OptionalInt frozen,
        OptionalInt ownerType,
        List<Integer> programs,
        Uses uses) {
    /// Copies the list.
    public MapDetails {
        programs = List.copyOf(programs);
    }
}
