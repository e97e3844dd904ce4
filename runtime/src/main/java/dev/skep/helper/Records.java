package dev.skep.helper;

import dev.skep.map.RingBufferMap;
import dev.skep.vm.Execution;
import dev.skep.vm.Region;
import java.util.HashMap;
import java.util.Map;

/// The ring-buffer records that a run has reserved and not yet given back.
final class Records {
    private final Execution run;
    private final Map<Long, RingBufferMap> owners = new HashMap<>();

    private Records(Execution run) {
        this.run = run;
    }

    /// The records of `run`.
    static Records of(Execution run) {
        return run.attachment(Records.class)
                .orElseGet(
                        () -> {
                            Records records = new Records(run);
                            run.attach(Records.class, records);
                            return records;
                        });
    }

    /// Reserves a record; its address, or 0 if there is no room.
    long reserve(RingBufferMap ring, long size, long flags) {
        long record = ring.reserve(size, flags);
        if (record != 0) {
            owners.put(record, ring);
            run.hold(
                    Region.record(record, size),
                    () -> {
                        owners.remove(record);
                        ring.discard(record, 0);
                    });
        }
        return record;
    }

    long submit(long record, long flags) {
        take(record).submit(record, flags);
        return 0;
    }

    long discard(long record, long flags) {
        take(record).discard(record, flags);
        return 0;
    }

    private RingBufferMap take(long record) {
        RingBufferMap owner = owners.remove(record);
        if (owner == null || !run.release(record)) {
            throw run.fault(
                    "0x%x is no record that the program holds".formatted(record),
                    "type=scalar expected=ringbuf_mem");
        }
        return owner;
    }
}
