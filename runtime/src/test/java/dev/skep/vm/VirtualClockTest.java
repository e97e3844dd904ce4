package dev.skep.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.memory.Block;
import dev.skep.timer.BpfTimer;
import dev.skep.timer.TimerClock;
import dev.skep.timer.TimerQueue;
import dev.skep.timer.TimerTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The clock that is moved by hand.
class VirtualClockTest {
    private static final Duration STEP = Duration.ofNanos(100);

    private final VirtualClock clock = new VirtualClock();
    private final List<Long> times = new ArrayList<>();
    private final Block memory = new Block(64);

    @Test
    void aCallbackSeesTheTimeOfItsTimer() {
        BpfTimer timer = timer(clock, TimerClock.MONOTONIC);
        timer.setCallback((_, _) -> times.add(clock.monotonic()));
        timer.start(30, 0);
        clock.advance(STEP);
        assertEquals(List.of(30L), times);
        assertEquals(100, clock.monotonic());
    }

    @Test
    void whatIsStartedWithinAStepExpiresWithinIt() {
        BpfTimer timer = timer(clock, TimerClock.MONOTONIC);
        timer.setCallback(
                (_, _) -> {
                    times.add(clock.monotonic());
                    timer.start(40, 0);
                });
        timer.start(30, 0);
        clock.advance(STEP);
        assertEquals(List.of(30L, 70L), times);
        clock.advance(Duration.ofNanos(10));
        assertEquals(List.of(30L, 70L, 110L), times);
    }

    @Test
    void aTimerThatStartsItselfAtOnceDoesNotHoldUpTheStep() {
        BpfTimer timer = timer(clock, TimerClock.MONOTONIC);
        timer.setCallback(
                (_, _) -> {
                    times.add(clock.monotonic());
                    timer.start(0, 0);
                });
        timer.start(0, 0);
        clock.advance(STEP);
        assertEquals(101, times.size());
    }

    @Test
    void theClockGoesToTheNextTimer() {
        assertFalse(clock.advanceToNext());
        BpfTimer timer = timer(clock, TimerClock.MONOTONIC);
        timer.setCallback((_, _) -> times.add(clock.monotonic()));
        timer.start(30, 0);
        assertTrue(clock.advanceToNext());
        assertEquals(30, clock.monotonic());
        timer.start(-1, 0);
        assertFalse(clock.advanceToNext(), "never");
        clock.advance(Duration.ofSeconds(Long.MAX_VALUE / 2_000_000_000L));
        assertEquals(List.of(30L), times);
    }

    @Test
    void anAbsoluteTimeIsOfTheTimersClock() {
        VirtualClock dated = new VirtualClock(5, Instant.ofEpochSecond(2, 7));
        BpfTimer timer = timer(dated, TimerClock.REALTIME);
        timer.setCallback((_, _) -> times.add(dated.realtime()));
        timer.startAt(2_000_000_100L, 0);
        dated.advance(Duration.ofNanos(92));
        assertEquals(List.of(), times);
        dated.advance(Duration.ofNanos(1));
        assertEquals(List.of(2_000_000_100L), times);
        assertEquals(98, dated.monotonic());
    }

    @Test
    void anExceptionEndsTheStepAtItsTime() {
        BpfTimer timer = timer(clock, TimerClock.MONOTONIC);
        RuntimeException wrong = new RuntimeException();
        timer.setCallback(
                (_, _) -> {
                    throw wrong;
                });
        timer.start(30, 0);
        assertEquals(wrong, assertThrows(RuntimeException.class, () -> clock.advance(STEP)));
        assertEquals(30, clock.monotonic());
        clock.advance(STEP);
        assertEquals(130, clock.monotonic());
    }

    @Test
    void theClockIsNotMovedByACallbackNorBack() {
        BpfTimer timer = timer(clock, TimerClock.MONOTONIC);
        timer.setCallback((_, _) -> clock.advance(STEP));
        timer.start(30, 0);
        assertThrows(IllegalStateException.class, () -> clock.advance(STEP));
        assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofNanos(-1)));
    }

    @Test
    void timersOfSeveralHostsExpireInOrder() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            BpfTimer timer = timer(clock, TimerClock.MONOTONIC);
            timer.setCallback((_, _) -> order.add(number));
            timer.start(30 - 10 * i, 0);
        }
        clock.advance(STEP);
        assertEquals(List.of(2, 1, 0), order);
    }

    /// A timer in a queue of its own.
    private BpfTimer timer(VirtualClock clock, TimerClock kind) {
        TimerTable table = new TimerTable(new TimerQueue(clock), 1);
        table.init(memory.address(), kind);
        return table.find(memory.address());
    }
}
