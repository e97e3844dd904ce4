package dev.skep.helper;

import dev.skep.map.RingBufferMap;
import dev.skep.vm.Execution;
import dev.skep.vm.Region;
import java.util.HashMap;
import java.util.Map;

/// The ring-buffer records that a checked run has reserved and not yet given back. A verifier has
/// seen to it that other runs give back what they reserve, once.
final class Records {
    private final Map<Long, RingBufferMap> owners = new HashMap<>();

    private Records() {}

    private static Records of(Execution run) {
        return run.attachment(Records.class)
                .orElseGet(
                        () -> {
                            Records records = new Records();
                            run.attach(Records.class, records);
                            return records;
                        });
    }

    /// Reserves a record; its address, or 0 if there is no room.
    static long reserve(Execution run, RingBufferMap ring, long size, long flags) {
        long record = ring.reserve(size, flags);
        if (record != 0 && run.checked()) {
            Map<Long, RingBufferMap> owners = of(run).owners;
            owners.put(record, ring);
            run.hold(
                    Region.record(record, size),
                    () -> {
                        owners.remove(record);
                        RingBufferMap.discard(record);
                    });
        }
        return record;
    }

    static long submit(Execution run, long record, long flags) {
        take(run, record);
        RingBufferMap.submit(record, flags);
        return 0;
    }

    static long discard(Execution run, long record, long flags) {
        take(run, record);
        RingBufferMap.discard(record);
        return 0;
    }

    private static void take(Execution run, long record) {
        if (run.checked() && (of(run).owners.remove(record) == null || !run.release(record))) {
            throw run.fault(
                    "0x%x is no record that the program holds".formatted(record),
                    "type=scalar expected=ringbuf_mem");
        }
    }
}
