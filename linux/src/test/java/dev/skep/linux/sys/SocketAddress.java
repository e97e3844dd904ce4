package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Where a [TestSocket] is.
public sealed interface SocketAddress {
    /// The families that tests use (`AF_*`).
    enum Family {
        UNIX(1, 110),
        IPV4(2, 16),
        IPV6(10, 28);

        private final int number;
        private final int size;

        Family(int number, int size) {
            this.number = number;
            this.size = size;
        }

        int number() {
            return number;
        }
    }

    /// Room for an address of any family.
    int LARGEST = 128;

    /// The address that the kernel takes.
    MemorySegment bytes(Arena arena, Family family);

    /// A port of this machine itself: `127.0.0.1` or `::1`.
    record Internet(int port) implements SocketAddress {
        @Override
        public MemorySegment bytes(Arena arena, Family family) {
            MemorySegment bytes = arena.allocate(family.size, Long.BYTES);
            bytes.set(JAVA_SHORT, 0, (short) family.number);
            bytes.set(JAVA_BYTE, 2, (byte) (port >> 8));
            bytes.set(JAVA_BYTE, 3, (byte) port);
            if (family == Family.IPV4) {
                bytes.set(JAVA_BYTE, 4, (byte) 127);
                bytes.set(JAVA_BYTE, 7, (byte) 1);
            } else {
                bytes.set(JAVA_BYTE, 23, (byte) 1);
            }
            return bytes;
        }
    }

    /// A name that is no file, within the network namespace.
    record Abstract(String name) implements SocketAddress {
        @Override
        public MemorySegment bytes(Arena arena, Family family) {
            byte[] text = name.getBytes(StandardCharsets.US_ASCII);
            MemorySegment bytes = arena.allocate(3L + text.length, Long.BYTES);
            bytes.set(JAVA_SHORT, 0, (short) family.number);
            MemorySegment.copy(text, 0, bytes, JAVA_BYTE, 3, text.length);
            return bytes;
        }
    }
}
