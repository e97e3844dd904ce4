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

    private Block own = new Block(FRAME);
    private Block block = own;
    private Block spare;
    private long frame = own.address();
    private long hardEnd;
    private long data;
    private long dataEnd;
    private long dataMeta;

    /// What lies between here and [#HEADROOM] may be left of the packet that was here before.
    private long lowest = frame + HEADROOM;

    private long ownLowest = lowest;

    /// An empty packet.
    public PacketBuffer() {
        load(new byte[0]);
    }

    /// Puts `packet` in the place of what was there, without metadata.
    public void load(byte[] packet) {
        begin(packet.length);
        MemorySegment.copy(packet, 0, OffHeap.all(), ValueLayout.JAVA_BYTE, data, packet.length);
    }

    /// Puts `length` bytes of `memory`, from `offset` on, in the place of what was there.
    public void load(MemorySegment memory, long offset, int length) {
        begin(length);
        MemorySegment.copy(memory, offset, OffHeap.all(), data, length);
    }

    /// A packet of `length` bytes in the buffer's own memory.
    private void begin(int length) {
        long needed = frameSize(length);
        if (block != own || needed > own.size()) {
            takeOwn(needed);
        }
        clearHeadroom(frame + HEADROOM);
        stand(length);
    }

    private void takeOwn(long needed) {
        if (needed > own.size()) {
            own = new Block(needed);
            ownLowest = own.address() + HEADROOM;
        }
        block = own;
        frame = own.address();
        lowest = ownLowest;
    }

    private void leaveOwn() {
        if (block == own) {
            ownLowest = lowest;
        }
    }

    /// How large a frame is that holds a packet of `length` bytes.
    static int frameSize(int length) {
        return Math.max(FRAME, HEADROOM + length + RESERVED_TAIL);
    }

    /// Works on a packet that is in memory already.
    ///
    /// @param memory what all of it lies in
    /// @param frame where its headroom starts, which holds zeros
    /// @param meta where its metadata starts
    /// @param data where it starts
    /// @param dataEnd where it ends
    /// @param hardEnd how far it may grow
    void enter(Block memory, long frame, long meta, long data, long dataEnd, long hardEnd) {
        leaveOwn();
        block = memory;
        this.frame = frame;
        this.dataMeta = meta;
        this.data = data;
        this.dataEnd = dataEnd;
        this.hardEnd = hardEnd;
        lowest = meta;
    }

    private void stand(int length) {
        data = frame + HEADROOM;
        dataMeta = data;
        lowest = data;
        dataEnd = data + length;
        hardEnd = frame + frameSize(length) - RESERVED_TAIL;
    }

    /// Zeros in front of a packet that starts at `start`, as in memory that nobody has used.
    private void clearHeadroom(long start) {
        for (long at = lowest; at < start; at++) {
            OffHeap.putByte(at, (byte) 0);
        }
    }

    /// The memory that the packet lies in.
    Block block() {
        return block;
    }

    /// Where the headroom starts.
    long frame() {
        return frame;
    }

    /// How far the packet may grow.
    long hardEnd() {
        return hardEnd;
    }

    /// The lowest address that the packet or its metadata started at.
    long lowest() {
        return lowest;
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
        return (int) (dataMeta - frame);
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
        data += delta;
        moveMetadata(delta);
    }

    /// Moves the start of the metadata; the caller has looked at the room.
    void moveMetadata(int delta) {
        dataMeta += delta;
        lowest = Math.min(lowest, dataMeta);
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
        Block larger = spare(front + HEADROOM + used + behind + RESERVED_TAIL);
        leaveOwn();
        long start = larger.address() + front + HEADROOM;
        OffHeap.copy(dataMeta, start, used);
        long shift = start - dataMeta;
        dataMeta += shift;
        data += shift;
        dataEnd += shift;
        hardEnd = larger.address() + larger.size() - RESERVED_TAIL;
        frame = larger.address();
        lowest = dataMeta;
        block = larger;
    }

    /// Other memory of `size` bytes: what was used for the last packet that had to move, if it will
    /// do. Whoever makes room in it clears that.
    private Block spare(long size) {
        if (spare == null || spare == block || spare.size() < size) {
            spare = new Block(size);
        }
        return spare;
    }

    /// Leaves the memory that the packet lies in to somebody else.
    void giveAway() {
        spare = null;
    }
}
