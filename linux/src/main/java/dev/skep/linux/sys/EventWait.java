package dev.skep.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Waits until one of some descriptors has something, or somebody ends the wait (epoll(7) with an
/// eventfd(2) among the descriptors). Any number of threads may wait. Closing it ends every wait.
public final class EventWait implements AutoCloseable {
    /// What is waited for.
    public enum Interest {
        /// There is something to read, as long as it is there.
        READABLE(1),
        /// There is room to write again; told once each time.
        ROOM(4 | 1 << 31);

        private final int events;

        Interest(int events) {
            this.events = events;
        }
    }

    /// How a wait ended.
    public enum End {
        /// A descriptor has something, or may have.
        READY,
        /// Somebody called [#wake] or [#close].
        WOKEN,
        /// The time was over.
        TIME_OVER
    }

    /// `EPOLL_CLOEXEC`, `EFD_CLOEXEC`.
    private static final int CLOSE_ON_EXEC = 0x80000;

    /// `EFD_NONBLOCK`.
    private static final int NON_BLOCKING = 0x800;

    /// `EFD_SEMAPHORE`: one read takes one wake-up.
    private static final int SEMAPHORE = 1;

    /// `EPOLL_CTL_ADD`.
    private static final int ADD = 1;

    /// `struct epoll_event`, at its largest: 12 bytes on x86-64, 16 elsewhere.
    private static final int EVENT = 16;

    private static final int EINTR = 4;
    private static final long NANOS = 1_000_000;

    /// More than threads can be.
    private static final long EVERYBODY = 1L << 32;

    private final Descriptor poll;
    private final Descriptor wakeUps;

    private EventWait(Descriptor poll, Descriptor wakeUps) {
        this.poll = poll;
        this.wakeUps = wakeUps;
    }

    /// Prepares to wait for any of `descriptors`, which stay their owners'.
    public static EventWait of(List<Descriptor> descriptors, Interest interest) throws RefusedCall {
        List<Descriptor> opened = new ArrayList<>();
        try {
            Descriptor poll = new Descriptor((int) SystemCall.EPOLL_CREATE1.demand(CLOSE_ON_EXEC));
            opened.add(poll);
            Descriptor wakeUps =
                    new Descriptor(
                            (int)
                                    SystemCall.EVENTFD2.demand(
                                            0, CLOSE_ON_EXEC | NON_BLOCKING | SEMAPHORE));
            opened.add(wakeUps);
            for (Descriptor descriptor : descriptors) {
                add(poll, descriptor, interest);
            }
            add(poll, wakeUps, Interest.READABLE);
            return new EventWait(poll, wakeUps);
        } catch (RefusedCall e) {
            opened.forEach(Descriptor::close);
            throw e;
        }
    }

    private static void add(Descriptor poll, Descriptor descriptor, Interest interest)
            throws RefusedCall {
        try (Arena arena = Arena.ofConfined();
                Descriptor.Hold hold = descriptor.hold(SystemCall.EPOLL_CTL.manualName())) {
            MemorySegment event = arena.allocate(EVENT, Long.BYTES);
            event.set(ValueLayout.JAVA_INT, 0, interest.events);
            SystemCall.EPOLL_CTL.demand(poll.number(), ADD, hold.number(), event.address());
        }
    }

    /// Waits.
    ///
    /// @param nanos how long at the most, rounded up to milliseconds
    /// @throws RefusedCall `EBADF` if it is closed
    public End await(long nanos) throws RefusedCall {
        long millis = Math.clamp((nanos + NANOS - 1) / NANOS, 0, Integer.MAX_VALUE);
        try (Arena arena = Arena.ofConfined();
                Descriptor.Hold waiting = poll.hold(SystemCall.EPOLL_PWAIT.manualName())) {
            MemorySegment events = arena.allocate(2 * EVENT, Long.BYTES);
            long found =
                    SystemCall.EPOLL_PWAIT.call(
                            waiting.number(), events.address(), 2, millis, 0, 0);
            if (found == -EINTR) {
                return End.READY;
            }
            if (found < 0) {
                throw RefusedCall.of(SystemCall.EPOLL_PWAIT.manualName(), (int) -found);
            }
            if (found == 0) {
                return End.TIME_OVER;
            }
            return takeWakeUp(arena) ? End.WOKEN : End.READY;
        }
    }

    private boolean takeWakeUp(Arena arena) throws RefusedCall {
        try (Descriptor.Hold hold = wakeUps.hold(SystemCall.READ.manualName())) {
            MemorySegment word = arena.allocate(ValueLayout.JAVA_LONG);
            return SystemCall.READ.call(hold.number(), word.address(), Long.BYTES) == Long.BYTES;
        }
    }

    /// Ends the wait of one thread, or the next one, if none waits.
    ///
    /// @throws RefusedCall `EBADF` if it is closed
    public void wake() throws RefusedCall {
        wake(1);
    }

    private void wake(long count) throws RefusedCall {
        try (Arena arena = Arena.ofConfined();
                Descriptor.Hold hold = wakeUps.hold(SystemCall.WRITE.manualName())) {
            MemorySegment word = arena.allocateFrom(ValueLayout.JAVA_LONG, count);
            SystemCall.WRITE.demand(hold.number(), word.address(), Long.BYTES);
        }
    }

    @Override
    public void close() {
        if (poll.closed()) {
            return;
        }
        poll.close();
        try {
            wake(EVERYBODY);
        } catch (RefusedCall closedMeanwhile) {
            // Somebody else closes it, and wakes them.
            return;
        }
        wakeUps.close();
    }
}
