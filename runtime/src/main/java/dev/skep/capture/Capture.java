package dev.skep.capture;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Iterator;

/// A packet capture. Iterating walks the file; what is wrong with a packet shows when the walk gets
/// there, as a [MalformedException]. May be walked any number of times.
public final class Capture implements Iterable<CapturedPacket> {
    /// No capture holds longer packets: libpcap's `MAXIMUM_SNAPLEN`.
    static final int LONGEST_PACKET = 262_144;

    private static final int GZIP = 0x1f8b;

    private static final ValueLayout.OfInt MAGIC =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment file;
    private final CaptureFormat format;

    private Capture(MemorySegment file, CaptureFormat format) {
        this.file = file;
        this.format = format;
    }

    /// Maps a file into memory for as long as `arena` lives.
    ///
    /// @throws IOException if it cannot be opened
    /// @throws MalformedException with a [CaptureCode] if it is no capture
    public static Capture open(Path path, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            return of(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
        }
    }

    /// A capture that is in memory already.
    ///
    /// @throws MalformedException with a [CaptureCode] if it is none
    public static Capture of(MemorySegment file) {
        if (file.byteSize() == 0) {
            throw refusal(CaptureCode.EMPTY, "the file is empty", 0, "name a pcap or pcapng file");
        }
        if (file.byteSize() < Integer.BYTES) {
            throw unknown();
        }
        int magic = file.get(MAGIC, 0);
        if (magic >>> 16 == GZIP) {
            throw refusal(
                    CaptureCode.UNSUPPORTED,
                    "the capture is compressed",
                    0,
                    "unpack it first: gunzip");
        }
        CaptureFormat format =
                switch (magic) {
                    case 0xa1b2c3d4, 0xd4c3b2a1 -> CaptureFormat.PCAP;
                    case 0xa1b23c4d, 0x4d3cb2a1 -> CaptureFormat.PCAP_NANOSECONDS;
                    case 0x0a0d0d0a -> CaptureFormat.PCAPNG;
                    case 0xa1b2cd34, 0x34cdb2a1 ->
                            throw refusal(
                                    CaptureCode.UNSUPPORTED,
                                    "a modified pcap format that old Linux tools wrote",
                                    0,
                                    "convert it: editcap -F pcap OLD NEW");
                    default -> throw unknown();
                };
        Capture capture = new Capture(file, format);
        capture.cursor();
        return capture;
    }

    /// Which kind of file it is.
    public CaptureFormat format() {
        return format;
    }

    /// Walks over the packets without making objects of them, from the first on.
    public PacketCursor cursor() {
        return switch (format) {
            case PCAP, PCAP_NANOSECONDS -> new PcapReader(file);
            case PCAPNG -> new PcapngReader(file);
        };
    }

    @Override
    public Iterator<CapturedPacket> iterator() {
        return PacketCursor.iterator(cursor());
    }

    static MalformedException refusal(CaptureCode code, String message, long offset, String fix) {
        return new MalformedException(
                Diagnostic.of(code, message).at(new Place.InBytes("", offset)).fix(fix));
    }

    static MalformedException refusal(CaptureCode code, String message, long offset, int good) {
        return new MalformedException(
                Diagnostic.of(code, message)
                        .at(new Place.InBytes("", offset))
                        .because(
                                good == 1
                                        ? "1 packet before it is good"
                                        : good + " packets before it are good")
                        .fix("cut it with --limit " + good + ", or capture it again"));
    }

    private static MalformedException unknown() {
        return refusal(
                CaptureCode.NOT_A_CAPTURE,
                "this is neither a pcap nor a pcapng file",
                0,
                "name a file that tcpdump -w or Wireshark wrote");
    }
}
