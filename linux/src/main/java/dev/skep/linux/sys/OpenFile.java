package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.skep.host.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Files as descriptors: what Java opens does not give its number away.
public final class OpenFile {
    private static final int CURRENT_FOLDER = -100;

    /// `O_CLOEXEC`, the same on all machines.
    private static final int CLOSE_ON_EXEC = 0x80000;

    private static final int PIECE = 1 << 16;

    private OpenFile() {}

    /// Opens a file or folder for reading.
    public static Descriptor readable(Path path) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            long number =
                    SystemCall.OPENAT.demand(
                            CURRENT_FOLDER,
                            arena.allocateFrom(path.toString()).address(),
                            CLOSE_ON_EXEC);
            return new Descriptor((int) number);
        }
    }

    /// What can be read from `descriptor`, which is closed with the stream.
    public static InputStream stream(Descriptor descriptor) {
        return new DescriptorStream(descriptor);
    }

    /// Reads with read(2).
    private static final class DescriptorStream extends InputStream {
        private final Descriptor descriptor;

        DescriptorStream(Descriptor descriptor) {
            this.descriptor = descriptor;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            try (Arena arena = Arena.ofConfined();
                    Descriptor.Hold hold = descriptor.hold(SystemCall.READ.manualName())) {
                MemorySegment piece = arena.allocate(Math.min(length, PIECE));
                long result;
                do {
                    result = SystemCall.READ.call(hold.number(), piece.address(), piece.byteSize());
                } while (result == -Errno.EINTR.number() || result == -Errno.EAGAIN.number());
                if (result < 0) {
                    throw new IOException("read(2): " + RefusedCall.describe((int) -result));
                }
                MemorySegment.copy(piece, JAVA_BYTE, 0, into, offset, (int) result);
                return result == 0 ? -1 : (int) result;
            } catch (RefusedCall e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            descriptor.close();
        }
    }
}
