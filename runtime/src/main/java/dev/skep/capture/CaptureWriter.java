package dev.skep.capture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes a capture, in little endian. The file appears under its name when [#finish] is called;
/// closing without that leaves no trace.
public final class CaptureWriter implements AutoCloseable {
    private static final int SNAP_LENGTH = Capture.LONGEST_PACKET;

    private final Path target;
    private final Path temporary;
    private final CaptureFormat format;
    private final OutputStream out;
    private final ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    private byte[] copy = new byte[2048];

    private CaptureWriter(Path target, Path temporary, CaptureFormat format) throws IOException {
        this.target = target;
        this.temporary = temporary;
        this.format = format;
        this.out =
                new BufferedOutputStream(
                        Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW), 1 << 16);
    }

    /// Starts a capture of packets of one link type.
    ///
    /// @throws NoSuchFileException naming the folder, if there is none for it
    public static CaptureWriter create(Path target, CaptureFormat format, int linkType)
            throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        // Not Files.createTempFile: the file shall get the permissions that any new file gets.
        String unique = Long.toUnsignedString(System.nanoTime(), Character.MAX_RADIX);
        Path temporary = folder.resolve("." + target.getFileName() + "." + unique + ".part");
        CaptureWriter writer = new CaptureWriter(target, temporary, format);
        writer.start(linkType);
        return writer;
    }

    /// Adds a packet.
    ///
    /// @param nanos its time in nanoseconds since 1970
    /// @param originalLength how long it was on the wire
    public void write(long nanos, MemorySegment data, int originalLength) throws IOException {
        int length = (int) data.byteSize();
        if (copy.length < length) {
            copy = new byte[length];
        }
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, copy, 0, length);
        header.clear();
        switch (format) {
            case PCAP, PCAP_NANOSECONDS -> {
                long unit = format == CaptureFormat.PCAP ? 1_000 : 1;
                header.putInt((int) Math.floorDiv(nanos, 1_000_000_000L));
                header.putInt((int) (Math.floorMod(nanos, 1_000_000_000L) / unit));
                header.putInt(length).putInt(originalLength);
                flushHeader();
                out.write(copy, 0, length);
            }
            case PCAPNG -> {
                int padded = (length + 3) / 4 * 4;
                header.putInt(6).putInt(32 + padded).putInt(0);
                header.putInt((int) (nanos >>> 32)).putInt((int) nanos);
                header.putInt(length).putInt(originalLength);
                flushHeader();
                out.write(copy, 0, length);
                header.clear().put(new byte[padded - length]).putInt(32 + padded);
                flushHeader();
            }
        }
    }

    /// Completes the file and puts it in its place, over what was there.
    public void finish() throws IOException {
        out.close();
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(temporary);
    }

    private void start(int linkType) throws IOException {
        header.clear();
        switch (format) {
            case PCAP, PCAP_NANOSECONDS ->
                    header.putInt(format == CaptureFormat.PCAP ? 0xa1b2c3d4 : 0xa1b23c4d)
                            .putShort((short) 2)
                            .putShort((short) 4)
                            .putInt(0)
                            .putInt(0)
                            .putInt(SNAP_LENGTH)
                            .putInt(linkType);
            case PCAPNG -> {
                header.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d);
                header.putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28);
                // One interface whose time stamps count nanoseconds.
                header.putInt(1).putInt(32).putShort((short) linkType).putShort((short) 0);
                header.putInt(SNAP_LENGTH).putShort((short) 9).putShort((short) 1);
                header.put(new byte[] {9, 0, 0, 0}).putInt(0).putInt(32);
            }
        }
        flushHeader();
    }

    private void flushHeader() throws IOException {
        out.write(header.array(), 0, header.position());
    }
}
