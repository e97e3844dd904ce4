package dev.skep.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.Errno;
import dev.skep.vm.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/// Timers among each other, and threads that meet at them.
class TimerQueueTest {
    private static final int TIMERS = 64;
    private static final int ROUNDS = 2_000;
    private static final Duration STEP = Duration.ofNanos(1_000);

    private final VirtualClock clock = new VirtualClock();
    private final Fixture fixture = new Fixture(clock);

    /// Starts and cancels at random; a list that is searched says what expires when.
    @Test
    void timersExpireInTheOrderOfTheirTimes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Integer> expired = new ArrayList<>();
        List<BpfTimer> timers = new ArrayList<>();
        for (int i = 0; i < TIMERS; i++) {
            int number = i;
            timers.add(fixture.timer(i, () -> expired.add(number)));
        }
        Map<Integer, long[]> model = new TreeMap<>();
        for (long round = 0; round < ROUNDS; round++) {
            int number = random.nextInt(TIMERS);
            if (random.nextInt(4) == 0) {
                boolean pending = model.remove(number) != null;
                assertEquals(pending ? 1 : 0, timers.get(number).cancel(), "seed " + seed);
                timers.get(number).setCallback((_, _) -> expired.add(number));
            } else {
                long nanos = random.nextInt(50);
                timers.get(number).start(nanos, 0);
                model.put(number, new long[] {clock.monotonic() + nanos, round});
            }
            clock.advance(Duration.ofNanos(random.nextInt(3)));
            assertEquals(takeDue(model), expired, "seed " + seed);
            expired.clear();
        }
        assertEquals(model.size(), fixture.queue.pending());
    }

    private List<Integer> takeDue(Map<Integer, long[]> model) {
        List<Integer> due =
                model.entrySet().stream()
                        .filter(e -> e.getValue()[0] <= clock.monotonic())
                        .sorted(
                                Comparator.<Map.Entry<Integer, long[]>>comparingLong(
                                                e -> e.getValue()[0])
                                        .thenComparingLong(e -> e.getValue()[1]))
                        .map(Map.Entry::getKey)
                        .toList();
        due.forEach(model::remove);
        return due;
    }

    @Test
    void cancelWaitsForTheCallback() {
        Meeting meeting = new Meeting();
        BpfTimer timer = fixture.timer(0, meeting);
        assertEquals(0, meeting.whileCalledBack(timer, timer::cancel));
    }

    @Test
    void aTimerThatStartedItselfAgainIsCancelledAsPending() {
        Meeting meeting = new Meeting();
        BpfTimer[] timer = new BpfTimer[1];
        timer[0] =
                fixture.timer(
                        0,
                        () -> {
                            timer[0].start(1_000_000, 0);
                            meeting.run();
                        });
        assertEquals(1, meeting.whileCalledBack(timer[0], timer[0]::cancel));
    }

    @Test
    void whoeverDropsATimerWaitsForItsCallback() {
        Meeting meeting = new Meeting();
        BpfTimer timer = fixture.timer(0, meeting);
        meeting.whileCalledBack(
                timer,
                () -> {
                    fixture.table.drop(fixture.address(0));
                    fixture.table.settle();
                    return 0;
                });
        assertEquals(Errno.EINVAL.result(), timer.start(0, 0));
        assertEquals(Errno.EINVAL.result(), timer.cancel());
    }

    @Test
    void whoeverClosesATableWaitsForItsCallbacks() {
        Meeting meeting = new Meeting();
        BpfTimer timer = fixture.timer(0, meeting);
        meeting.whileCalledBack(
                timer,
                () -> {
                    fixture.table.close();
                    return 0;
                });
        long init = fixture.table.init(fixture.address(1), TimerClock.MONOTONIC);
        assertEquals(Errno.EPERM.result(), init);
    }

    @Test
    void aCallbackDropsItsOwnTimer() {
        List<String> done = new ArrayList<>();
        BpfTimer timer =
                fixture.timer(
                        0,
                        () -> {
                            fixture.table.close();
                            done.add("closed");
                        });
        timer.start(0, 0);
        clock.advance(Duration.ZERO);
        assertEquals(List.of("closed"), done);
        assertEquals(0, fixture.queue.pending());
    }

    @Test
    void ofTwoCallbacksThatCancelEachOtherOneIsRefused() {
        VirtualClock otherClock = new VirtualClock();
        Fixture other = new Fixture(otherClock);
        CyclicBarrier bothRun = new CyclicBarrier(2);
        AtomicLong first = new AtomicLong(1);
        AtomicLong second = new AtomicLong(1);
        BpfTimer[] timers = new BpfTimer[2];
        timers[0] =
                fixture.timer(
                        0,
                        () -> {
                            pass(bothRun);
                            first.set(timers[1].cancel());
                        });
        timers[1] =
                other.timer(
                        0,
                        () -> {
                            pass(bothRun);
                            second.set(timers[0].cancel());
                        });
        timers[0].start(0, 0);
        timers[1].start(0, 0);
        Thread thread = Thread.ofPlatform().start(() -> otherClock.advance(STEP));
        clock.advance(STEP);
        Fixture.join(thread);
        List<Long> results = List.of(first.get(), second.get());
        long refused = Errno.EDEADLK.result();
        assertTrue(results.contains(refused), results::toString);
        assertTrue(results.stream().allMatch(r -> r == 0 || r == refused), results::toString);
    }

    private static void pass(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// A callback that does not end before somebody is seen to wait for it.
    private final class Meeting implements Runnable {
        private final CountDownLatch running = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile boolean ended;

        @Override
        public void run() {
            running.countDown();
            Fixture.await(goOn);
            ended = true;
        }

        /// What `waiting` answers, which is called while `timer` runs this, and must wait for it.
        long whileCalledBack(BpfTimer timer, LongSupplier waiting) {
            timer.start(0, 0);
            Thread caller = Thread.ofPlatform().start(() -> clock.advance(STEP));
            Fixture.await(running);
            AtomicLong answer = new AtomicLong(Long.MIN_VALUE);
            Thread waiter =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        long result = waiting.getAsLong();
                                        answer.set(ended ? result : Long.MAX_VALUE);
                                    });
            Fixture.awaitWaiting(waiter);
            goOn.countDown();
            Fixture.join(waiter);
            Fixture.join(caller);
            return answer.get();
        }
    }
}
