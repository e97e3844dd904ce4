package dev.skep.host;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/// Records that user space sends to programs through a user ring buffer, which they read with
/// `bpf_user_ringbuf_drain`. Programs see records in the order in which room was reserved for them,
/// and wait for those that are not finished. Safe for many threads of this process; of several
/// processes only one at a time may send.
public interface EventSink {
    /// Room for a record. What was there before is still in it.
    ///
    /// @param size in bytes, at least 0
    /// @return empty if there is no room now
    /// @throws MapException `E2BIG` if there never will be: with its header of 8 bytes it is larger
    ///   than the ring, or it is larger than 16 MiB, the most that programs can look at; `EBADF` if
    ///   the map is closed
    Optional<Reservation> reserve(int size);

    /// The same, and waits for room.
    ///
    /// @return empty if there was none for that long
    /// @throws MapException as [#reserve(int)]
    Optional<Reservation> reserve(int size, Duration timeout);

    /// Sends a copy of `data`.
    ///
    /// @return false if there is no room now
    /// @throws MapException as [#reserve(int)]
    default boolean send(byte[] data) {
        return send(reserve(data.length), data);
    }

    /// The same, and waits for room.
    ///
    /// @return false if there was none for that long
    /// @throws MapException as [#reserve(int)]
    default boolean send(byte[] data, Duration timeout) {
        return send(reserve(data.length, timeout), data);
    }

    private static boolean send(Optional<Reservation> room, byte[] data) {
        room.ifPresent(
                record -> {
                    record.memory().copyFrom(MemorySegment.ofArray(data));
                    record.submit();
                });
        return room.isPresent();
    }

    /// Room in the ring for one record, to be submitted or discarded; records behind it wait for
    /// that. Only the first of these calls counts.
    interface Reservation extends AutoCloseable {
        /// Where the record goes; programs see what stands there when it is submitted. What is
        /// written later may be seen too, and harms nobody.
        MemorySegment memory();

        /// Lets programs see the record.
        ///
        /// @throws MapException `EBADF` if the map is closed
        void submit();

        /// Has programs skip it.
        ///
        /// @throws MapException `EBADF` if the map is closed
        void discard();

        /// Discards it unless it was submitted.
        @Override
        default void close() {
            discard();
        }
    }
}
