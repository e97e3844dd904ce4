package dev.skep.map;

import dev.skep.host.EventStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// What programs put into rings: one for all CPUs, or one for each.
final class RecordEvents implements EventStream {
    private final JvmMap map;
    private final RecordRing[] rings;
    private final Semaphore wakeUps;

    /// @param wakeUps of all streams of that map
    RecordEvents(JvmMap map, RecordRing[] rings, Semaphore wakeUps) {
        this.map = map;
        this.rings = rings;
        this.wakeUps = wakeUps;
    }

    @Override
    public Optional<Event> poll() {
        map.checkOpen();
        for (int cpu = 0; cpu < rings.length; cpu++) {
            Optional<byte[]> data = rings[cpu].poll();
            if (data.isPresent()) {
                return Optional.of(new Event(cpu, data.get()));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Event> poll(Duration timeout) {
        Wait wait = new Wait();
        Optional<Event> first = poll();
        if (first.isPresent()) {
            return first;
        }
        RecordRing.READERS.await(wait::over, timeout.toNanos());
        return wait.found.or(this::poll);
    }

    /// One wait of one thread.
    private final class Wait {
        private Optional<Event> found = Optional.empty();

        boolean over() {
            found = poll();
            return found.isPresent() || wakeUps.tryAcquire();
        }
    }

    @Override
    public void wakeUp() {
        wakeUps.release();
        RecordRing.READERS.wake();
    }

    @Override
    public long lost() {
        long lost = 0;
        for (RecordRing ring : rings) {
            lost += ring.lost();
        }
        return lost;
    }
}
