package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.host.EventStream;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;
import java.util.concurrent.Semaphore;

/// `BPF_MAP_TYPE_PERF_EVENT_ARRAY`: a channel for records to user space for every CPU. The channels
/// open when somebody first asks for [#events()]; before that, sending fails with `ENOENT`, as it
/// does in a kernel where nobody has put perf events into the array. User space gets exactly the
/// bytes that were sent, without the padding that a kernel adds.
public final class PerfEventArrayMap extends JvmMap {
    /// What libbpf takes by default: 64 pages.
    private static final long RING_SIZE = 64 * 4096;

    private static final long INDEX = 0xffff_ffffL;
    private static final long CURRENT_CPU = INDEX;

    private final int cpus;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile RecordRing[] rings = {};

    PerfEventArrayMap(MapDefinition definition, Registry registry, int cpus) {
        super(definition, registry);
        this.cpus = cpus;
    }

    /// Sends a copy of `size` bytes at address `data`, and behind it of `moreSize` bytes at `more`.
    ///
    /// @param flags the index to send to, or `BPF_F_CURRENT_CPU`; nothing else
    /// @param cpu the CPU that the program runs on
    /// @return 0, or negated: `EINVAL` for other flags, `E2BIG` for an index outside the array,
    ///   `ENOENT` if nobody listens, `EOPNOTSUPP` if that index is another CPU's, `ENOSPC` if there
    ///   is no room
    public long output(long flags, int cpu, long data, long size, long more, long moreSize) {
        if ((flags & ~INDEX) != 0) {
            return Errno.EINVAL.result();
        }
        long index = flags == CURRENT_CPU ? cpu : flags;
        if (index >= Integer.toUnsignedLong(definition().maxEntries())) {
            return Errno.E2BIG.result();
        }
        RecordRing[] open = rings;
        if (index >= open.length) {
            return Errno.ENOENT.result();
        }
        if (index != cpu) {
            return Errno.EOPNOTSUPP.result();
        }
        long record = open[cpu].reserve(size + moreSize);
        if (record == 0) {
            return Errno.ENOSPC.result();
        }
        OffHeap.copy(data, record, size);
        OffHeap.copy(more, record + size, moreSize);
        RecordRing.commit(record);
        return 0;
    }

    @Override
    long userLookup(long key, long value) {
        return Errno.ENOTSUPP.result();
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        if (flags != ANY) {
            return Errno.EINVAL.result();
        }
        return outside(key) ? Errno.E2BIG.result() : Errno.EBADF.result();
    }

    @Override
    long userDelete(long key) {
        return outside(key) ? Errno.E2BIG.result() : Errno.ENOENT.result();
    }

    private boolean outside(long key) {
        return Integer.compareUnsigned(OffHeap.getInt(key), definition().maxEntries()) >= 0;
    }

    @Override
    long userNextKey(long key, long next) {
        return Indices.next(key, next, definition().maxEntries());
    }

    @Override
    public synchronized EventStream events() {
        checkOpen();
        if (rings.length == 0) {
            long entries = Integer.toUnsignedLong(definition().maxEntries());
            RecordRing[] open = new RecordRing[(int) Math.min(cpus, entries)];
            for (int i = 0; i < open.length; i++) {
                open[i] = new RecordRing(RING_SIZE);
            }
            rings = open;
        }
        return new RecordEvents(this, rings, wakeUps);
    }

    /// {@inheritDoc} Who waits for records learns of it.
    @Override
    public void close() {
        super.close();
        RecordRing.READERS.wake();
    }
}
