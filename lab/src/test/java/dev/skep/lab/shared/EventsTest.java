package dev.skep.lab.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.Errno;
import dev.skep.host.EventStream;
import dev.skep.host.EventStream.Event;
import dev.skep.host.MapException;
import dev.skep.lab.shared.Shared.Engine;
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
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Records from programs to Java, for readers that wait.
class EventsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    /// A map that carries records, and the program that sends one through it.
    enum Way {
        RING("events", "send", 1),
        PERF("samples", "sample", 0);

        private final String map;
        private final String program;
        private final int sent;

        Way(String map, String program, int sent) {
            this.map = map;
            this.program = program;
            this.sent = sent;
        }

        EventStream stream(Shared shared) {
            return shared.map(map).events();
        }

        boolean send(Shared shared) {
            return shared.run(program) == sent;
        }
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(Engine.values())
                .flatMap(engine -> Stream.of(Way.values()).map(way -> Arguments.of(engine, way)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void aReaderThatWaitsGetsEveryRecordInOrder(Engine engine, Way way) throws Exception {
        int count = 2_000;
        try (Shared shared = Shared.on(engine);
                ExecutorService pool = Executors.newSingleThreadExecutor()) {
            EventStream stream = way.stream(shared);
            Future<List<Long>> reader =
                    pool.submit(
                            () -> {
                                List<Long> numbers = new ArrayList<>();
                                while (numbers.size() < count) {
                                    numbers.add(number(stream.poll(LONG).orElseThrow()));
                                }
                                return numbers;
                            });
            int sent = 0;
            while (sent < count) {
                long before = shared.global("sum", Long.class).get();
                if (way.send(shared)) {
                    sent++;
                } else {
                    // The record that found no room has used up a number.
                    shared.global("sum", Long.class).compareAndSet(before + 1, before);
                    Thread.onSpinWait();
                }
            }
            List<Long> numbers = reader.get();
            assertEquals(numbers.stream().sorted().toList(), numbers);
            assertEquals(LongStream.range(0, count).boxed().toList(), numbers);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void aWaitEndsWithoutRecords(Engine engine, Way way) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            EventStream stream = way.stream(shared);
            assertEquals(Optional.empty(), stream.poll(Duration.ofMillis(3)));
            assertEquals(Optional.empty(), stream.poll(Duration.ZERO));
            way.send(shared);
            assertTrue(stream.poll(Duration.ZERO).isPresent());
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void aWakeUpEndsOneWaitNowOrLater(Engine engine, Way way) throws Exception {
        try (Shared shared = Shared.on(engine);
                ExecutorService pool = Executors.newSingleThreadExecutor()) {
            EventStream stream = way.stream(shared);
            Future<Optional<Event>> waiting = pool.submit(() -> stream.poll(LONG));
            stream.wakeUp();
            assertEquals(Optional.empty(), waiting.get());
            stream.wakeUp();
            assertEquals(Optional.empty(), stream.poll(LONG));
            way.send(shared);
            assertTrue(stream.poll(LONG).isPresent());
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void closingTheMapEndsEveryWait(Engine engine, Way way) throws Exception {
        try (Shared shared = Shared.on(engine);
                ExecutorService pool = Executors.newFixedThreadPool(3)) {
            EventStream stream = way.stream(shared);
            List<Future<Optional<Event>>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(pool.submit(() -> stream.poll(LONG)));
            }
            shared.map(way.map).close();
            for (Future<Optional<Event>> one : waiting) {
                Exception e = assertThrows(Exception.class, one::get);
                assertEquals(Errno.EBADF, ((MapException) e.getCause()).errno());
            }
            MapException e = assertThrows(MapException.class, stream::poll);
            assertEquals(Errno.EBADF, e.errno());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProgramCountsWhatARingBufferHasNoRoomFor(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            EventStream stream = shared.map("events").events();
            int sent = 0;
            for (int i = 0; i < 400; i++) {
                sent += shared.run("send");
            }
            int received = 0;
            while (stream.poll().isPresent()) {
                received++;
            }
            assertEquals(sent, received);
            assertEquals(400 - sent, shared.global("missed", Long.class).get());
            assertTrue(sent > 100 && sent < 400);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPerfEventArrayCountsWhatItLoses(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            EventStream stream = shared.map("samples").events();
            int count = 20_000;
            int sent = 0;
            int refused = 0;
            long received = 0;
            while (stream.lost() == 0) {
                for (int i = 0; i < count; i++) {
                    refused += Way.PERF.send(shared) ? 0 : 1;
                    sent++;
                }
                received += drained(stream);
                // The kernel tells with the next record that finds room, on the same CPU.
                Way.PERF.send(shared);
                sent++;
                received += drained(stream);
            }
            assertTrue(refused > 0);
            assertTrue(stream.lost() <= sent - received);
        }
    }

    private static long drained(EventStream stream) {
        long count = 0;
        while (stream.poll().isPresent()) {
            count++;
        }
        return count;
    }

    private static long number(Event event) {
        return ByteBuffer.wrap(event.data()).order(ByteOrder.nativeOrder()).getLong();
    }
}
