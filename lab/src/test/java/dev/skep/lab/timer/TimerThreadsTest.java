package dev.skep.lab.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skep.helper.HostHelpers;
import dev.skep.host.MapException;
import dev.skep.lab.timer.JvmTimers.Engine;
import dev.skep.lab.timer.Timers.Callback;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.vm.HelperFunction;
import dev.skep.vm.HelperLibrary;
import dev.skep.vm.HelperLibrary.Binding;
import dev.skep.vm.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Threads that use the timers of a host while their callbacks run.
class TimerThreadsTest {
    private static final int PROCESSOR_ID = 8;
    private static final int THREADS = 4;
    private static final int ROUNDS = 1_500;
    private static final Duration STEP = Duration.ofNanos(500);

    /// Nothing here takes as long, unless it hangs.
    private static final long PATIENCE = 120;

    /// What may end a timer while its callback runs; each waits for that.
    private enum Ending {
        CANCEL(t -> t.cancel(1)),
        DELETE(t -> t.host().map("hash").delete(Timers.key(1))),
        TAKE(t -> t.host().map("hash").lookupAndDelete(Timers.key(1))),
        UPDATE(t -> t.put(1)),
        CLOSE_MAP(t -> t.host().map("hash").close()),
        CLOSE_HOST(t -> t.host().close());

        private final Consumer<Timers> way;

        Ending(Consumer<Timers> way) {
            this.way = way;
        }
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void whoEndsATimerWaitsForItsCallback(Ending ending) throws IOException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        HelperFunction slow =
                (_, _, _, _, _, _) -> {
                    running.countDown();
                    await(goOn);
                    ended.set(true);
                    return 0;
                };
        HelperLibrary all = new HostHelpers();
        HelperLibrary helpers =
                id -> id == PROCESSOR_ID ? new Binding.Available(slow) : all.find(id);
        JvmHostOptions options = JvmHostOptions.defaults().withHelpers(helpers);
        try (JvmTimers host = JvmTimers.open(Engine.COMPILED, options)) {
            Timers timers = new Timers(host, "hash");
            timers.arm(1, Callback.PROCESSOR);
            timers.start(1, 0);
            Thread caller = Thread.ofPlatform().start(() -> host.clock().advance(STEP));
            await(running);
            AtomicBoolean waited = new AtomicBoolean();
            Thread ender =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        ending.way.accept(timers);
                                        waited.set(ended.get());
                                    });
            awaitWaiting(ender);
            goOn.countDown();
            join(ender);
            join(caller);
            assertEquals(true, waited.get());
        }
    }

    /// Threads start, cancel, update and delete what callbacks start again, delete and cancel.
    @ParameterizedTest
    @EnumSource(Engine.class)
    void manyThreadsUseTheSameTimers(Engine engine) throws IOException {
        long seed = new Random().nextLong();
        JvmTimers host = JvmTimers.open(engine);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        AtomicBoolean done = new AtomicBoolean();
        Thread clock =
                start(
                        failed,
                        () -> {
                            while (!done.get()) {
                                host.clock().advance(STEP);
                            }
                        });
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            threads.add(start(failed, () -> act(host, random)));
        }
        // The table goes while all of that is under way.
        threads.add(start(failed, () -> host.map("lru").close()));
        threads.forEach(TimerThreadsTest::join);
        done.set(true);
        join(clock);
        host.close();
        if (failed.get() != null) {
            throw new AssertionError("seed " + seed, failed.get());
        }
        assertFalse(host.clock().advanceToNext(), "seed " + seed);
    }

    /// All threads share the map that says what to do, so that what is done is anybody's guess.
    private static void act(JvmTimers host, Random random) {
        for (int i = 0; i < ROUNDS; i++) {
            String table = List.of("hash", "array", "lru").get(random.nextInt(3));
            Timers timers = new Timers(host, table);
            int key = random.nextInt(4);
            try {
                switch (random.nextInt(8)) {
                    case 0 -> timers.put(key, random.nextInt(500), 5, random.nextInt(4));
                    case 1 -> timers.cancel(key);
                    case 2 -> timers.update(key, 0);
                    case 3 -> host.map(table).delete(Timers.key(key));
                    case 4, 5 -> timers.start(key, random.nextInt(1_000));
                    default -> {
                        timers.init(key, 1);
                        timers.set(key, Callback.values()[random.nextInt(8)]);
                    }
                }
            } catch (MapException refused) {
                // Arrays do not delete, closed maps do nothing.
            }
        }
    }

    @Test
    void timersExpireByRealTime() throws IOException {
        JvmHostOptions options = JvmHostOptions.defaults();
        try (JvmTimers host = JvmTimers.open(Engine.COMPILED, options, TimeSource.SYSTEM)) {
            Timers timers = new Timers(host, "hash");
            timers.put(1, 200_000, 5, 0);
            timers.ready(1, Callback.REARM);
            timers.start(1, 200_000);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
            while (timers.hits(1) < 5) {
                assertFalse(System.nanoTime() > end, "it does not expire");
                Thread.onSpinWait();
            }
        }
    }

    private static Thread start(AtomicReference<Throwable> failed, Runnable work) {
        return Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            try {
                                work.run();
                            } catch (Throwable e) {
                                failed.compareAndSet(null, e);
                            }
                        });
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE, TimeUnit.SECONDS)) {
                throw new AssertionError("it does not come");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            if (!thread.isAlive()) {
                throw new AssertionError("it did not wait");
            }
            Thread.onSpinWait();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (thread.isAlive()) {
            throw new AssertionError(thread + " hangs");
        }
    }
}
