package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.skep.host.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/// The commands of bpf(2) on many elements of a map at once (Linux 5.6; array, hash and the like).
/// Lengths of keys and values are the caller's duty. Safe for many threads.
public final class BatchElements {
    private final Descriptor map;
    private final int keySize;
    private final int valueSize;

    /// The elements of the map behind `map`, which stays its owner's.
    ///
    /// @param keySize of a key, in bytes
    /// @param valueSize of a value as user space sees it, in bytes
    public BatchElements(Descriptor map, int keySize, int valueSize) {
        this.map = map;
        this.keySize = keySize;
        this.valueSize = valueSize;
    }

    /// How far a command came.
    ///
    /// @param count elements that it has done
    /// @param errno why it ended there, positive; 0 if it did all
    public record Outcome(int count, int errno) {}

    /// Elements that were read.
    ///
    /// @param last whether there are no more
    public record Page(int count, byte[] keys, byte[] values, State last) {}

    /// Whether a walk goes on.
    public enum State {
        /// There may be more elements.
        MORE,
        /// These are the last ones.
        END
    }

    /// Stores elements, as many as `keys` has.
    public Outcome update(byte[] keys, byte[] values, int count, long flags) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct attributes =
                    Struct.of(arena, "map_batch")
                            .bytes("keys", keys)
                            .bytes("values", values)
                            .set("elem_flags", flags);
            return change(Command.MAP_UPDATE_BATCH, attributes, count);
        }
    }

    /// Removes the keys, as many as `keys` has.
    public Outcome delete(byte[] keys, int count) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct attributes = Struct.of(arena, "map_batch").bytes("keys", keys);
            return change(Command.MAP_DELETE_BATCH, attributes, count);
        }
    }

    /// A command that ends before its first element leaves the count as it was.
    private Outcome change(Command command, Struct attributes, int count) throws RefusedCall {
        int result = call(command, attributes.set("count", count));
        int done = attributes.number("count");
        return result < 0 ? new Outcome(done < count ? done : 0, -result) : new Outcome(count, 0);
    }

    /// A walk over all elements from the start.
    public Walk lookups() {
        return new Walk(this, Command.MAP_LOOKUP_BATCH);
    }

    /// The same, which takes the elements out.
    public Walk takes() {
        return new Walk(this, Command.MAP_LOOKUP_AND_DELETE_BATCH);
    }

    /// Where a walk has come to: the kernel's token, a number or a key. For one thread.
    public static final class Walk {
        private final BatchElements elements;
        private final Command command;
        private byte[] token = new byte[0];

        Walk(BatchElements elements, Command command) {
            this.elements = elements;
            this.command = command;
        }

        /// Whether it has not read anything yet.
        public boolean atStart() {
            return token.length == 0;
        }

        /// The next `size` elements at the most; empty if more than that hash alike, which the
        /// kernel gives only together.
        public Optional<Page> next(int size) throws RefusedCall {
            try (Arena arena = Arena.ofConfined()) {
                int keySize = elements.keySize;
                int valueSize = elements.valueSize;
                int tokenSize = Math.max(keySize, Long.BYTES);
                MemorySegment out = arena.allocate(tokenSize, Long.BYTES);
                MemorySegment keys = arena.allocate((long) size * keySize, Long.BYTES);
                MemorySegment values = arena.allocate((long) size * valueSize, Long.BYTES);
                Struct attributes =
                        Struct.of(arena, "map_batch")
                                .bytes("in_batch", token)
                                .point("out_batch", out)
                                .point("keys", keys)
                                .point("values", values)
                                .set("count", size);
                int result = elements.call(command, attributes);
                if (result == -Errno.ENOSPC.number()) {
                    return Optional.empty();
                }
                boolean end = result == -Errno.ENOENT.number();
                if (result < 0 && !end) {
                    throw new RefusedCall(command.kernelName(), -result, "");
                }
                int count = attributes.number("count");
                token = out.toArray(JAVA_BYTE);
                return Optional.of(
                        new Page(
                                count,
                                keys.asSlice(0, (long) count * keySize).toArray(JAVA_BYTE),
                                values.asSlice(0, (long) count * valueSize).toArray(JAVA_BYTE),
                                end ? State.END : State.MORE));
            }
        }
    }

    private int call(Command command, Struct attributes) throws RefusedCall {
        try (Descriptor.Hold hold = map.hold(command.kernelName())) {
            return command.call(attributes.set("map_fd", hold.number()));
        }
    }

    /// A copy of a part of an array of elements.
    public static byte[] rest(byte[] all, int count, int from) {
        int size = count == 0 ? 0 : all.length / count;
        return Arrays.copyOfRange(all, from * size, all.length);
    }
}
