package dev.skep.packet;

import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.vm.PacketArea;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The memory of one packet at a time, with room in front and behind: headroom, metadata, data,
/// tailroom. Loading the next packet takes no new memory unless it is larger than all before.
///
/// Its addresses are good as long as this object is reachable, and until the buffer grows.
public final class PacketBuffer implements PacketArea {
    /// How many bytes lie in front of a packet that has just been loaded: `XDP_PACKET_HEADROOM`.
    public static final int HEADROOM = 256;

    /// How many bytes at the end of a frame belong to the driver: `struct skb_shared_info`.
    public static final int RESERVED_TAIL = 320;

    /// The size of a frame that holds a packet of ordinary size.
    public static final int FRAME = 4096;

    private Block block = new Block(FRAME);
    private long hardEnd;
    private long data;
    private long dataEnd;
    private long dataMeta;

    /// An empty packet.
    public PacketBuffer() {
        load(new byte[0]);
    }

    /// Puts `packet` in the place of what was there, without metadata.
    public void load(byte[] packet) {
        load(packet, 0, packet.length);
    }

    /// Puts `length` bytes of `bytes`, from `from` on, in the place of what was there.
    public void load(byte[] bytes, int from, int length) {
        int needed = HEADROOM + length + RESERVED_TAIL;
        if (needed > block.size()) {
            block = new Block(needed);
        }
        OffHeap.clear(block.address(), HEADROOM);
        data = block.address() + HEADROOM;
        dataMeta = data;
        dataEnd = data + length;
        hardEnd = block.address() + Math.max(FRAME, needed) - RESERVED_TAIL;
        MemorySegment.copy(bytes, from, OffHeap.all(), ValueLayout.JAVA_BYTE, data, length);
    }

    /// The address of the first byte.
    public long data() {
        return data;
    }

    /// The address behind the last byte.
    public long dataEnd() {
        return dataEnd;
    }

    /// The address of the metadata, which ends where the packet starts.
    public long dataMeta() {
        return dataMeta;
    }

    /// The metadata, which a program may touch as it may the packet, comes first.
    @Override
    public long start() {
        return dataMeta;
    }

    @Override
    public long end() {
        return dataEnd;
    }

    /// How many bytes the packet has.
    public int length() {
        return (int) (dataEnd - data);
    }

    /// How many bytes there are in front of the metadata.
    public int headroom() {
        return (int) (dataMeta - block.address());
    }

    /// How many bytes there are behind the packet.
    public int tailroom() {
        return (int) (hardEnd - dataEnd);
    }

    /// A copy of the packet.
    public byte[] bytes() {
        return OffHeap.bytes(data, length());
    }

    /// A copy of the metadata.
    public byte[] metadata() {
        return OffHeap.bytes(dataMeta, (int) (data - dataMeta));
    }

    /// Whether the packet has all `length` bytes at `offset`.
    public boolean has(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= length() - length;
    }

    /// Moves the start, and the metadata with it; the caller has looked at the room.
    void moveStart(int delta) {
        int meta = (int) (data - dataMeta);
        if (meta > 0) {
            OffHeap.copy(dataMeta, dataMeta + delta, meta);
        }
        dataMeta += delta;
        data += delta;
    }

    /// Moves the start of the metadata; the caller has looked at the room.
    void moveMetadata(int delta) {
        dataMeta += delta;
    }

    /// Moves the end; what is gained is zero. The caller has looked at the room.
    void moveEnd(int delta) {
        if (delta > 0) {
            OffHeap.clear(dataEnd, delta);
        }
        dataEnd += delta;
    }

    /// Forgets the metadata.
    void dropMetadata() {
        dataMeta = data;
    }

    /// Makes sure of `front` bytes in front of the metadata and `behind` bytes behind the packet,
    /// in other memory if need be.
    void reserve(int front, int behind) {
        if (headroom() >= front && tailroom() >= behind) {
            return;
        }
        long used = dataEnd - dataMeta;
        Block larger = new Block(front + HEADROOM + used + behind + RESERVED_TAIL);
        long start = larger.address() + front + HEADROOM;
        OffHeap.copy(dataMeta, start, used);
        long shift = start - dataMeta;
        dataMeta += shift;
        data += shift;
        dataEnd += shift;
        hardEnd = larger.address() + larger.size() - RESERVED_TAIL;
        block = larger;
    }
}
