package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.host.Errno;
import dev.skep.host.EventSink;
import dev.skep.host.MapException;
import dev.skep.host.RingProducer;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.EventWait;
import dev.skep.linux.sys.Mapping;
import dev.skep.linux.sys.RefusedCall;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The sending side of a user ring buffer in the kernel: one page with the readers' position, one
/// with the writers', and the data.
final class UserRing implements RingProducer.Owner, AutoCloseable {
    /// The kernel tells one of those who wait; the others look again by themselves.
    private static final long LONGEST_WAIT = 10_000_000;

    private final KernelMap map;
    private final Mapping readers;
    private final Mapping writers;
    private final EventWait waiting;
    private final RingProducer sink;

    private UserRing(
            KernelMap map, Mapping readers, Mapping writers, EventWait waiting, long page) {
        this.map = map;
        this.readers = readers;
        this.writers = writers;
        this.waiting = waiting;
        long size = Integer.toUnsignedLong(map.definition().maxEntries());
        sink =
                new RingProducer(
                        this,
                        readers.memory(),
                        writers.memory(),
                        writers.memory().asSlice(page),
                        size);
    }

    static UserRing open(KernelMap map) throws RefusedCall {
        Descriptor descriptor = map.descriptor();
        long page = Machine.pageSize();
        long size = page + 2 * Integer.toUnsignedLong(map.definition().maxEntries());
        Mapping readers = Mapping.readable(descriptor, 0, page);
        try {
            Mapping writers = Mapping.writable(descriptor, page, size);
            try {
                EventWait waiting = EventWait.of(List.of(descriptor), EventWait.Interest.ROOM);
                return new UserRing(map, readers, writers, waiting, page);
            } catch (RefusedCall e) {
                writers.close();
                throw e;
            }
        } catch (RefusedCall e) {
            readers.close();
            throw e;
        }
    }

    EventSink sink() {
        return sink;
    }

    @Override
    public void demandOpen() {
        if (map.descriptor().closed()) {
            throw map.refused("send", Errno.EBADF.number());
        }
    }

    @Override
    public MapException tooLarge(int length) {
        return new MapException(
                Errno.E2BIG,
                Diagnostic.of(
                                KernelCode.MAP_OPERATION,
                                "a record of %d bytes never fits: the ring has %s, and 8 go to each record"
                                        .formatted(
                                                length,
                                                Integer.toUnsignedString(
                                                        map.definition().maxEntries())))
                        .at(KernelMaps.place(map.definition()))
                        .fix("send smaller records, or raise max_entries."));
    }

    @Override
    public void awaitRoom(BooleanSupplier room, long nanos) {
        if (room.getAsBoolean()) {
            return;
        }
        try {
            waiting.await(Math.min(nanos, LONGEST_WAIT));
        } catch (RefusedCall e) {
            throw map.refused("wait for room", e.errno());
        }
    }

    @Override
    public void close() {
        waiting.close();
        readers.close();
        writers.close();
    }
}
