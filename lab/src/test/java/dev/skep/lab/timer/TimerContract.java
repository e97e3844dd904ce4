package dev.skep.lab.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.BpfMap;
import dev.skep.host.EventStream;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.host.MapException;
import dev.skep.lab.timer.Timers.Callback;
import dev.skep.lab.timer.Timers.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What timers do, whatever host and engine runs them: recorded from Linux 6.18. Each test runs for
/// each type of map.
abstract class TimerContract {
    private static final int EPERM = -1;
    private static final int EBUSY = -16;
    private static final int EINVAL = -22;
    private static final int EDEADLK = -35;
    private static final long SOON = 100_000;
    private static final int MOST_KEYS = 100_000;

    /// A host with the object in it.
    abstract TimerHost open() throws IOException;

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void nothingCanBeDoneBeforeInit(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.put(1);
            assertEquals(EINVAL, timers.set(1, Callback.COUNT));
            assertEquals(EINVAL, timers.start(1, 0));
            assertEquals(EINVAL, timers.cancel(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void initTakesThreeClocksAndNoFlags(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.put(1);
            for (long clock : new long[] {2, 3, 4, 5, 6, 8, 11, 15, 16, 17, 1L << 32 | 1, -1}) {
                assertEquals(EINVAL, timers.init(1, clock), () -> "clock " + clock);
            }
            for (long clock : new long[] {0, 1, 7}) {
                timers.put(1);
                assertEquals(0, timers.init(1, clock), () -> "clock " + clock);
                assertEquals(EBUSY, timers.init(1, clock));
                assertEquals(EINVAL, timers.init(1, 16));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void startNeedsACallbackAndCancelTakesItAway(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.put(1);
            timers.init(1, 1);
            assertEquals(EINVAL, timers.start(1, SOON));
            assertEquals(0, timers.cancel(1));
            assertEquals(0, timers.set(1, Callback.COUNT));
            assertEquals(0, timers.set(1, Callback.COUNT));
            assertEquals(0, timers.cancel(1));
            assertEquals(EINVAL, timers.start(1, SOON));
            assertEquals(0, timers.set(1, Callback.COUNT));
            assertEquals(0, timers.start(1, SOON));
            host.await(() -> timers.hits(1) == 1);
            assertEquals(0, timers.cancel(1), "it has expired");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void startKnowsTwoFlags(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.arm(1, Callback.COUNT);
            for (long flags : new long[] {4, 5, 8, 1L << 32, -1}) {
                assertEquals(EINVAL, timers.start(1, SOON, flags), () -> "flags " + flags);
            }
            long hits = 0;
            for (long flags : new long[] {0, 1, 2, 3}) {
                assertEquals(0, timers.start(1, SOON, flags), () -> "flags " + flags);
                long expected = ++hits;
                host.await(() -> timers.hits(1) == expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void cancelTellsWhetherItWasPending(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.arm(1, Callback.COUNT);
            assertEquals(0, timers.start(1, Timers.LONG));
            assertEquals(0, timers.start(1, Timers.LONG), "again");
            assertEquals(1, timers.cancel(1));
            assertEquals(0, timers.cancel(1));
        }
    }

    /// Absolute times below 0 are left out: Linux notices that they have passed when some other
    /// timer expires on that CPU.
    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void timesBeyondTheLargestNeverCome(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            for (long clock : new long[] {0, 1, 7}) {
                for (long nanos : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
                    assertEquals(1, cancelledLater(timers, clock, nanos, 0));
                }
                assertEquals(1, cancelledLater(timers, clock, Long.MAX_VALUE, Timers.ABSOLUTE));
            }
        }
    }

    /// What cancelling a timer answers when another one has expired.
    private static int cancelledLater(Timers timers, long clock, long nanos, long flags) {
        timers.put(1);
        timers.init(1, clock);
        timers.set(1, Callback.COUNT);
        assertEquals(0, timers.start(1, nanos, flags));
        timers.arm(2, Callback.COUNT);
        timers.start(2, SOON);
        timers.host().await(() -> timers.hits(2) == 1);
        return timers.cancel(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void absoluteTimesOfThePastComeAtOnce(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            for (long clock : new long[] {0, 1, 7}) {
                timers.put(1);
                timers.init(1, clock);
                timers.set(1, Callback.COUNT);
                assertEquals(0, timers.start(1, 0, Timers.ABSOLUTE));
                host.await(() -> timers.hits(1) == 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void absoluteTimesOfTheFutureCome(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.arm(1, Callback.COUNT);
            assertEquals(0, timers.startAt(1, Timers.LONG));
            assertEquals(1, timers.cancel(1));
            timers.set(1, Callback.COUNT);
            assertEquals(0, timers.startAt(1, SOON));
            host.await(() -> timers.hits(1) == 1);
            assertTrue(timers.get(1).orElseThrow().when() >= SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void aCallbackStartsItsTimerAgain(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.put(1, SOON, 5, 0);
            timers.ready(1, Callback.REARM);
            timers.start(1, SOON);
            host.await(() -> timers.hits(1) == 5);
            assertEquals(0, timers.get(1).orElseThrow().result());
            assertEquals(0, timers.cancel(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void aCallbackThatStartsItsTimerAtOnceEnds(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.put(1, 0, 100, 0);
            timers.ready(1, Callback.REARM);
            timers.start(1, 0);
            host.await(() -> timers.hits(1) == 100);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "lru"})
    void aCallbackDeletesItsElement(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.arm(3, Callback.REMOVE);
            timers.start(3, SOON);
            host.await(() -> timers.removed(3) == 100);
            assertEquals(Optional.empty(), timers.get(3));
            timers.put(3);
            assertEquals(0, timers.init(3, 1), "a new element has a new timer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "array")
    void elementsOfArraysStay(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.arm(3, Callback.REMOVE);
            timers.start(3, SOON);
            host.await(() -> timers.removed(3) == 100 + EINVAL);
            assertEquals(EBUSY, timers.init(3, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void aCallbackCannotCancelItsOwnTimer(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.arm(1, Callback.CANCEL);
            timers.start(1, SOON);
            host.await(() -> timers.hits(1) == 1 && timers.get(1).orElseThrow().result() != 0);
            assertEquals(EDEADLK, timers.get(1).orElseThrow().result());
            assertEquals(0, timers.start(1, Timers.LONG), "it kept its callback");
            assertEquals(1, timers.cancel(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void aCallbackCancelsAnotherTimer(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.arm(2, Callback.COUNT);
            timers.start(2, Timers.LONG);
            timers.put(1, 0, 0, 2);
            timers.ready(1, Callback.OTHER);
            timers.start(1, SOON);
            host.await(() -> timers.get(1).orElseThrow().result() == 1);
            assertEquals(0, timers.cancel(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void aCallbackLoopsAndSendsRecords(String table) throws IOException {
        try (TimerHost host = open()) {
            EventStream events = host.map("events").events();
            Timers timers = new Timers(host, table);
            timers.arm(2, Callback.TELL);
            timers.start(2, SOON);
            Optional<?>[] sent = {Optional.empty()};
            host.await(() -> (sent[0] = events.poll().map(e -> words(e.data()))).isPresent());
            assertEquals("2 45", sent[0].get());
        }
    }

    private static String words(byte[] event) {
        ByteBuffer words = ByteBuffer.wrap(event).order(ByteOrder.nativeOrder());
        return words.getLong() + " " + words.getLong();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void anUpdateOfItsElementEndsATimer(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            for (long flags : new long[] {0, 2}) {
                timers.arm(1, Callback.COUNT);
                timers.start(1, Timers.LONG);
                host.map(table).update(Timers.key(1), Timers.entry(0, 0, 0), flags);
                assertEquals(EINVAL, timers.cancel(1), "by user space");
                timers.arm(1, Callback.COUNT);
                timers.start(1, Timers.LONG);
                assertEquals(0, timers.update(1, flags));
                assertEquals(EINVAL, timers.cancel(1), "by a program");
                assertEquals(1000, timers.hits(1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"locked_array, -22", "locked_hash, 1"})
    void anUpdateUnderTheLockEndsTheTimersOfArrays(String table, int cancelled) throws IOException {
        try (TimerHost host = open()) {
            host.map(table).update(new byte[4], new byte[32], 0);
            host.await(() -> run(host, "arm_" + table) == 0);
            host.map(table).update(new byte[4], new byte[32], BpfMap.LOCK);
            assertEquals(cancelled, run(host, "cancel_" + table));
        }
    }

    private static int run(TimerHost host, String program) {
        return host.program(program).test(TestRun.over(new byte[64])).returnValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void anUpdateThatIsRefusedLeavesATimerAlone(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.arm(1, Callback.COUNT);
            timers.start(1, Timers.LONG);
            for (long flags : new long[] {1, 4}) {
                assertThrows(
                        MapException.class,
                        () -> host.map(table).update(Timers.key(1), Timers.entry(0, 0, 0), flags));
            }
            assertEquals(1, timers.cancel(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void aCallbackUpdatesItsElement(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.arm(1, Callback.UPDATE);
            timers.start(1, SOON);
            host.await(() -> timers.hits(1) == 101);
            assertEquals(EINVAL, timers.start(1, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "lru"})
    void aDeletedElementHasNoTimer(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.arm(1, Callback.COUNT);
            timers.start(1, Timers.LONG);
            assertTrue(host.map(table).delete(Timers.key(1)));
            timers.put(1);
            assertEquals(EINVAL, timers.cancel(1));
            timers.ready(1, Callback.COUNT);
            timers.start(1, Timers.LONG);
            assertTrue(host.map(table).lookupAndDelete(Timers.key(1)).isPresent());
            timers.put(1);
            assertEquals(0, timers.init(1, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "lru")
    void anEvictedElementHasNoTimer(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.arm(1, Callback.COUNT);
            timers.start(1, Timers.LONG);
            for (int key = 10; timers.get(1).isPresent(); key++) {
                timers.put(key);
                if (key == MOST_KEYS) {
                    // Linux recycles what a CPU added itself first, and may never come to the
                    // others.
                    assertFalse(host instanceof JvmTimers, "it stays");
                    Assumptions.abort("this kernel does not evict the element");
                }
            }
            timers.put(1);
            assertEquals(0, timers.init(1, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void userSpaceSeesZerosInPlaceOfATimer(String table) throws IOException {
        try (TimerHost host = open()) {
            Timers timers = new Timers(host, table);
            timers.arm(1, Callback.COUNT);
            timers.start(1, Timers.LONG);
            assertTrue(timers.get(1).map(Entry::timerIsZero).orElse(false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "array", "lru"})
    void aMapThatUserSpaceClosesHasNoTimers(String table) throws IOException {
        try (TimerHost host = open()) {
            EventStream events = host.map("events").events();
            Timers timers = new Timers(host, table);
            timers.arm(1, Callback.TELL);
            timers.arm(2, Callback.COUNT);
            timers.put(3);
            timers.start(1, Timers.LONG);
            host.map(table).close();
            assertEquals(EINVAL, timers.start(1, 0));
            assertEquals(EINVAL, timers.set(1, Callback.COUNT));
            assertEquals(EINVAL, timers.cancel(1));
            assertEquals(EPERM, timers.init(1, 1));
            assertEquals(EPERM, timers.init(3, 1));
            assertEquals(EINVAL, timers.init(3, 99));
            assertFalse(events.poll().isPresent());
        }
    }
}
