package dev.skep.capture;

import java.lang.foreign.MemorySegment;
import java.util.Iterator;

/// Walks over packets that are objects already.
final class IteratorCursor implements PacketCursor {
    private final Iterator<CapturedPacket> packets;
    private CapturedPacket packet;

    IteratorCursor(Iterator<CapturedPacket> packets) {
        this.packets = packets;
    }

    @Override
    public boolean advance() {
        if (!packets.hasNext()) {
            return false;
        }
        packet = packets.next();
        return true;
    }

    @Override
    public MemorySegment memory() {
        return packet.data();
    }

    @Override
    public long offset() {
        return 0;
    }

    @Override
    public int length() {
        return Math.toIntExact(packet.data().byteSize());
    }

    @Override
    public int originalLength() {
        return packet.originalLength();
    }

    @Override
    public int linkType() {
        return packet.linkType();
    }

    @Override
    public long nanos() {
        return packet.nanos();
    }

    @Override
    public CapturedPacket packet() {
        return packet;
    }
}
