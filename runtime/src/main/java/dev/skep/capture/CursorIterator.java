package dev.skep.capture;

import java.util.Iterator;
import java.util.NoSuchElementException;

/// Makes an object of every packet that a cursor comes to.
final class CursorIterator implements Iterator<CapturedPacket> {
    private final PacketCursor cursor;
    private boolean waiting;

    CursorIterator(PacketCursor cursor) {
        this.cursor = cursor;
    }

    @Override
    public boolean hasNext() {
        waiting = waiting || cursor.advance();
        return waiting;
    }

    @Override
    public CapturedPacket next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        waiting = false;
        return cursor.packet();
    }
}
