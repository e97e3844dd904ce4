package dev.skep.host;

import dev.skep.program.MapDefinition;

/// What the error numbers of map operations mean, in words for people; the same for every host.
public final class MapRefusals {
    private MapRefusals() {}

    /// Why an operation on `map` ends with `errno`.
    public static String cause(MapDefinition map, Errno errno) {
        return switch (errno) {
            case E2BIG ->
                    "it holds "
                            + Integer.toUnsignedString(map.maxEntries())
                            + " elements at most: the key is beyond them, or all are in use";
            case EEXIST -> "there is an element under this key, or the key is an index of an array";
            case ENOENT -> "there is no element under this key";
            case EINVAL -> "the type does not allow this key, these flags or this operation";
            case EBUSY -> "it is in use, or was frozen before";
            case EBADF -> "the number in the value names no map, program or socket";
            default -> "that is what the kernel answers, too";
        };
    }

    /// What to do about it; empty where there is nothing to say.
    public static String remedy(Errno errno) {
        return switch (errno) {
            case E2BIG -> "raise max_entries, or use an LRU map, which makes room by itself.";
            case EEXIST -> "update with BPF_ANY or BPF_EXIST.";
            case ENOENT -> "update with BPF_ANY or BPF_NOEXIST.";
            default -> "";
        };
    }
}
