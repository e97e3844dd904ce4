package dev.skep.lab.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.Errno;
import dev.skep.host.EventSink;
import dev.skep.host.EventSink.Reservation;
import dev.skep.host.MapException;
import dev.skep.lab.shared.Shared.Engine;
import dev.skep.typed.Global;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Records from Java to programs.
class UserRingTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void recordsArriveInTheOrderOfTheirReservation(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            EventSink sink = shared.map("commands").sink();
            assertEquals(0, shared.run("drain"));
            assertEquals(0, number(shared, "result"));
            assertTrue(sink.send(command(0, 5)));
            assertTrue(sink.send(command(0, 7)));
            assertEquals(2, shared.run("drain"));
            assertEquals(2, number(shared, "result"));
            assertEquals(12, number(shared, "sum"));
            assertEquals(0, shared.run("drain"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallbackThatReturnsOneEndsTheDrain(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            EventSink sink = shared.map("commands").sink();
            for (int i = 0; i < 5; i++) {
                assertTrue(sink.send(command(i == 2 ? 1 : 0, 1)));
            }
            assertEquals(3, shared.run("drain"));
            assertEquals(2, shared.run("drain"));
            assertEquals(5, number(shared, "sum"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void discardedRecordsAreSkippedAndNotCounted(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            EventSink sink = shared.map("commands").sink();
            sink.reserve(16).orElseThrow().discard();
            assertTrue(sink.send(command(0, 3)));
            sink.reserve(200).orElseThrow().close();
            assertEquals(1, shared.run("drain"));
            assertEquals(1, number(shared, "result"));
            assertEquals(3, number(shared, "sum"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void recordsWaitForThoseBeforeThem(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            EventSink sink = shared.map("commands").sink();
            Reservation first = sink.reserve(16).orElseThrow();
            assertTrue(sink.send(command(0, 3)));
            assertEquals(0, shared.run("drain"));
            first.memory().fill((byte) 0);
            first.submit();
            first.discard();
            assertEquals(2, shared.run("drain"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFullRingSaysSoAndTakesRecordsAgainWhenDrained(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            EventSink sink = shared.map("commands").sink();
            int sent = 0;
            while (sink.send(command(0, 1))) {
                sent++;
            }
            assertEquals(4096 / 24, sent);
            assertFalse(sink.send(command(0, 1), Duration.ofMillis(2)));
            assertEquals(sent, shared.run("drain"));
            for (int i = 0; i < 1000; i++) {
                assertTrue(sink.send(command(0, 1)));
                assertEquals(1, shared.run("drain"));
            }
            assertEquals(sent + 1000, number(shared, "sum"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRecordMayFillTheRingAndNoMore(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            EventSink sink = shared.map("commands").sink();
            assertTrue(sink.send(new byte[4096 - 8]));
            assertFalse(sink.send(new byte[0]));
            assertEquals(1, shared.run("drain"));
            assertTrue(sink.send(new byte[0]));
            assertEquals(1, shared.run("drain"));
            MapException e = assertThrows(MapException.class, () -> sink.reserve(4096 - 7));
            assertEquals(Errno.E2BIG, e.errno());
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherFlagsAreInvalidAndWakeUpFlagsAreNot(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            EventSink sink = shared.map("commands").sink();
            for (long flags : new long[] {1, 2, 3}) {
                assertTrue(sink.send(command(0, 1)));
                set(shared, "flags", flags);
                assertEquals(1, shared.run("drain"));
            }
            set(shared, "flags", 4);
            assertTrue(sink.send(command(0, 1)));
            assertEquals(0, shared.run("drain"));
            assertEquals(Errno.EINVAL.result(), number(shared, "result"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDrainInsideADrainIsBusy(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            assertTrue(shared.map("commands").sink().send(command(0, 1)));
            assertEquals((int) Errno.EBUSY.result(), shared.run("drain_while_draining"));
            assertEquals(1, number(shared, "result"));
            assertEquals(0, shared.run("drain_while_draining"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void programsMayWriteIntoRecords(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            Reservation record = shared.map("commands").sink().reserve(8).orElseThrow();
            record.submit();
            assertEquals(0, shared.run("write_records"));
            assertEquals(77, record.memory().get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyThreadsSendAndManyDrain(Engine engine) throws Exception {
        int threads = 3;
        int each = 2_000;
        try (Shared shared = Shared.on(engine);
                ExecutorService pool = Executors.newFixedThreadPool(2 * threads)) {
            EventSink sink = shared.map("commands").sink();
            Global<Long> seen = shared.global("seen", Long.class);
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                senders.add(
                        pool.submit(
                                () -> {
                                    for (int n = 0; n < each; n++) {
                                        assertTrue(sink.send(command(0, 1), LONG));
                                    }
                                    return null;
                                }));
            }
            List<Future<?>> drains = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                drains.add(
                        pool.submit(
                                () -> {
                                    while (seen.get() < threads * each) {
                                        shared.run("drain");
                                    }
                                }));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
            for (Future<?> drain : drains) {
                drain.get();
            }
            assertEquals(threads * each, number(shared, "sum"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedMapTakesNothing(Engine engine) throws Exception {
        try (Shared shared = Shared.on(engine);
                ExecutorService pool = Executors.newSingleThreadExecutor()) {
            EventSink sink = shared.map("commands").sink();
            Reservation open = sink.reserve(4096 - 8).orElseThrow();
            Future<Optional<Reservation>> waiting = pool.submit(() -> sink.reserve(8, LONG));
            shared.map("commands").close();
            assertEquals(Errno.EBADF, refusal(() -> sink.send(new byte[8])));
            assertEquals(Errno.EBADF, refusal(open::submit));
            assertEquals(Errno.EBADF, refusal(() -> shared.map("commands").sink()));
            Exception e = assertThrows(Exception.class, waiting::get);
            assertEquals(Errno.EBADF, ((MapException) e.getCause()).errno());
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherMapsTakeNoRecords(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            assertEquals(Errno.EINVAL, refusal(() -> shared.map("events").sink()));
        }
    }

    private static Errno refusal(Runnable operation) {
        return assertThrows(MapException.class, operation::run).errno();
    }

    private static long number(Shared shared, String name) {
        return shared.global(name, Long.class).get();
    }

    private static void set(Shared shared, String name, long value) {
        shared.global(name, Long.class).set(value);
    }

    private static byte[] command(long stop, long value) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(stop)
                .putLong(value)
                .array();
    }
}
