package dev.skep.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.vm.TimeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Timers by real time. No test says how long something takes.
class TimerThreadTest {
    private static final int THREADS = 4;
    private static final int TIMERS = 8;
    private static final int ROUNDS = 5_000;

    private final Fixture fixture = new Fixture(TimeSource.SYSTEM);

    @Test
    void timersExpireOnOneDaemonThreadThatEndsWithTheQueue() {
        CountDownLatch called = new CountDownLatch(5);
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 5; i++) {
            BpfTimer timer =
                    fixture.timer(
                            i,
                            () -> {
                                threads.add(Thread.currentThread());
                                called.countDown();
                            });
            timer.start(i * 100_000L, 0);
        }
        Fixture.await(called);
        Thread thread = threads.getFirst();
        assertTrue(thread.isDaemon());
        threads.forEach(t -> assertSame(thread, t));
        fixture.queue.close();
        assertFalse(thread.isAlive());
    }

    @Test
    void aThreadWithNothingToDoEndsAndAnotherFollows() {
        Thread[] threads = new Thread[2];
        for (int i = 0; i < 2; i++) {
            int number = i;
            CountDownLatch called = new CountDownLatch(1);
            BpfTimer timer =
                    fixture.timer(
                            i,
                            () -> {
                                threads[number] = Thread.currentThread();
                                called.countDown();
                            });
            timer.start(0, 0);
            Fixture.await(called);
            Fixture.join(threads[i]);
        }
        assertNotSame(threads[0], threads[1]);
        fixture.queue.close();
    }

    @Test
    void anExceptionGoesToTheHandlerAndTheThreadGoesOn() {
        CountDownLatch handled = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        RuntimeException wrong = new RuntimeException("a callback failed, as the test wants it");
        BpfTimer failing =
                fixture.timer(
                        0,
                        () -> {
                            Thread.currentThread()
                                    .setUncaughtExceptionHandler(
                                            (_, e) -> {
                                                assertSame(wrong, e);
                                                handled.countDown();
                                            });
                            throw wrong;
                        });
        failing.start(0, 0);
        Fixture.await(handled);
        fixture.timer(1, called::countDown).start(0, 0);
        Fixture.await(called);
        fixture.queue.close();
    }

    @Test
    void aCallbackClosesTheQueue() {
        CountDownLatch called = new CountDownLatch(1);
        Thread[] thread = new Thread[1];
        BpfTimer timer =
                fixture.timer(
                        0,
                        () -> {
                            thread[0] = Thread.currentThread();
                            fixture.queue.close();
                            called.countDown();
                        });
        timer.start(0, 0);
        Fixture.await(called);
        Fixture.join(thread[0]);
    }

    /// Threads initialize, start, cancel and drop the same timers, whose callbacks start others.
    @Test
    void manyThreadsDoAsTheyLike() {
        long seed = new Random().nextLong();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            Random random = new Random(seed + t);
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < ROUNDS; i++) {
                                            act(random, inside, together);
                                        }
                                    }));
        }
        threads.forEach(Fixture::join);
        fixture.table.close();
        assertEquals(0, inside.get(), "seed " + seed);
        assertEquals(0, together.get(), "callbacks ran at the same time, seed " + seed);
        assertEquals(0, fixture.queue.pending(), "seed " + seed);
        fixture.queue.close();
    }

    private void act(Random random, AtomicInteger inside, AtomicInteger together) {
        int number = random.nextInt(TIMERS);
        int another = random.nextInt(TIMERS);
        Runnable callback =
                () -> {
                    together.addAndGet(inside.getAndIncrement());
                    BpfTimer next = fixture.table.find(fixture.address(another));
                    if (next != null) {
                        next.start(another * 100L, 0);
                        next.cancel();
                    }
                    fixture.table.drop(fixture.address(number));
                    inside.getAndDecrement();
                };
        fixture.table.init(fixture.address(number), TimerClock.BOOTTIME);
        BpfTimer timer = fixture.table.find(fixture.address(number));
        if (timer == null) {
            return;
        }
        timer.setCallback((_, _) -> callback.run());
        timer.start(random.nextInt(1_000), 0);
        switch (random.nextInt(4)) {
            case 0 -> timer.cancel();
            case 1 -> {
                fixture.table.drop(fixture.address(number));
                fixture.table.settle();
            }
            default -> Thread.yield();
        }
    }
}
