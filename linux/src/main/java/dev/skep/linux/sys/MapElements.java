package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.skep.host.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The commands of bpf(2) on the elements of a map. Lengths of keys and values are the caller's
/// duty: the kernel reads and writes as many bytes as the map has. Safe for many threads.
public final class MapElements {
    private final Descriptor map;

    /// The elements of the map behind `map`, which stays its owner's.
    public MapElements(Descriptor map) {
        this.map = map;
    }

    /// The value under `key`, of `size` bytes; empty where there is none.
    public Optional<byte[]> lookup(byte[] key, int size) throws RefusedCall {
        return read(Command.MAP_LOOKUP_ELEM, key, new byte[0], size);
    }

    /// `value`, if the filter may hold it.
    public Optional<byte[]> lookupInFilter(byte[] value) throws RefusedCall {
        return read(Command.MAP_LOOKUP_ELEM, new byte[0], value, value.length);
    }

    /// Takes the value under `key`, of `size` bytes, out of the map; empty where there is none.
    public Optional<byte[]> take(byte[] key, int size) throws RefusedCall {
        return read(Command.MAP_LOOKUP_AND_DELETE_ELEM, key, new byte[0], size);
    }

    /// Gives the element under `key` a value.
    public void update(byte[] key, byte[] value, long flags) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            int result = call(Command.MAP_UPDATE_ELEM, element(arena, key, value, flags));
            demand(Command.MAP_UPDATE_ELEM, result);
        }
    }

    /// Removes the element under `key`; false where there is none.
    public boolean delete(byte[] key) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            int result = call(Command.MAP_DELETE_ELEM, element(arena, key, new byte[0], 0));
            return found(Command.MAP_DELETE_ELEM, result);
        }
    }

    /// The key after `key`, or the first one after `null`, of `size` bytes; empty at the end.
    public Optional<byte[]> nextKey(byte[] key, int size) throws RefusedCall {
        return read(Command.MAP_GET_NEXT_KEY, key == null ? new byte[0] : key, new byte[0], size);
    }

    /// Ends all changes to the map from user space.
    public void freeze() throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            demand(Command.MAP_FREEZE, call(Command.MAP_FREEZE, Struct.of(arena, "map_elem")));
        }
    }

    private Optional<byte[]> read(Command command, byte[] key, byte[] value, int size)
            throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(Math.max(size, 1), Long.BYTES);
            MemorySegment.copy(value, 0, room, JAVA_BYTE, 0, value.length);
            Struct attributes = Struct.of(arena, "map_elem").bytes("key", key).point("value", room);
            return found(command, call(command, attributes))
                    ? Optional.of(room.asSlice(0, size).toArray(JAVA_BYTE))
                    : Optional.empty();
        }
    }

    private static Struct element(Arena arena, byte[] key, byte[] value, long flags) {
        return Struct.of(arena, "map_elem")
                .bytes("key", key)
                .bytes("value", value)
                .set("flags", flags);
    }

    private int call(Command command, Struct attributes) throws RefusedCall {
        try (Descriptor.Hold hold = map.hold(command.kernelName())) {
            return command.call(attributes.set("map_fd", hold.number()));
        }
    }

    private static boolean found(Command command, int result) throws RefusedCall {
        if (result == -Errno.ENOENT.number()) {
            return false;
        }
        demand(command, result);
        return true;
    }

    private static void demand(Command command, int result) throws RefusedCall {
        if (result < 0) {
            throw new RefusedCall(command.kernelName(), -result, "");
        }
    }
}
