package dev.skep.lab.timer;

import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.object.BpfObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The timers in the values of one map of `timers.bpf.o`, which names the programs and the layouts.
///
/// @param table `hash`, `array` or `lru`
record Timers(TimerHost host, String table) {
    /// What a timer may call, in the order of their numbers in the object.
    enum Callback {
        COUNT,
        REARM,
        REMOVE,
        CANCEL,
        OTHER,
        TELL,
        UPDATE,
        PROCESSOR
    }

    /// Flags of `bpf_timer_start`.
    static final long ABSOLUTE = 1;

    static final long PINNED = 2;

    /// A clock for `bpf_timer_init`.
    static final long MONOTONIC = 1;

    /// Longer than any test runs.
    static final long LONG = 3_600_000_000_000L;

    private static final int ENOMEM = -12;
    private static final int MOST_ATTEMPTS = 10_000;
    private static final TestRun RUN = TestRun.over(new byte[64]);
    private static final int ENTRY = 64;
    private static final int TIMER_AT = 8;
    private static final int TIMER_END = 24;

    /// An entry as user space sees it.
    record Entry(long hits, boolean timerIsZero, long result, long when) {}

    static BpfObject object() throws IOException {
        try (InputStream file = Timers.class.getResourceAsStream("timers.bpf.o")) {
            return BpfObject.read(file.readAllBytes());
        }
    }

    static byte[] key(int key) {
        return bytes(4).putInt(key).array();
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    /// Writes a new entry; its timer is not initialized.
    void put(int key) {
        put(key, 0, 0, 0);
    }

    void put(int key, long period, long stop, long other) {
        host.map(table).update(key(key), entry(period, stop, other), 0);
    }

    static byte[] entry(long period, long stop, long other) {
        return bytes(ENTRY).putLong(24, period).putLong(32, stop).putLong(40, other).array();
    }

    Optional<Entry> get(int key) {
        return host.map(table).lookup(key(key)).map(Timers::entry);
    }

    private static Entry entry(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
        boolean zero = true;
        for (int i = TIMER_AT; i < TIMER_END; i++) {
            zero &= value[i] == 0;
        }
        return new Entry(bytes.getLong(0), zero, bytes.getLong(48), bytes.getLong(56));
    }

    long hits(int key) {
        return get(key).orElseThrow().hits();
    }

    /// Initializes a timer. Linux takes the memory for it without waiting for any lock, and so
    /// finds none now and then on a busy machine.
    int init(int key, long clock) {
        int result = run("init", key, clock, 0, 0, 0);
        for (int again = 0; result == ENOMEM && again < MOST_ATTEMPTS; again++) {
            Thread.yield();
            result = run("init", key, clock, 0, 0, 0);
        }
        return result;
    }

    int set(int key, Callback callback) {
        return run("set", key, 0, 0, callback.ordinal(), 0);
    }

    int start(int key, long nanos) {
        return start(key, nanos, 0);
    }

    int start(int key, long nanos, long flags) {
        return run("start", key, flags, nanos, 0, 0);
    }

    /// Starts it for an absolute time that lies so far ahead of now.
    int startAt(int key, long fromNow) {
        return run("start", key, ABSOLUTE, fromNow, 0, 1);
    }

    int cancel(int key) {
        return run("cancel_it", key, 0, 0, 0, 0);
    }

    /// Has a program update the element.
    int update(int key, long flags) {
        return run("update_it", key, flags, 0, 0, 0);
    }

    /// Initializes a timer and sets its callback, in a new entry.
    void arm(int key, Callback callback) {
        put(key);
        ready(key, callback);
    }

    /// Initializes a timer and sets its callback.
    void ready(int key, Callback callback) {
        int initialized = init(key, MONOTONIC);
        int set = set(key, callback);
        if (initialized != 0 || set != 0) {
            throw new AssertionError(
                    "timer of key %d: init %d, set_callback %d".formatted(key, initialized, set));
        }
    }

    private int run(String what, int key, long flags, long nanos, long callback, long other) {
        ByteBuffer request =
                bytes(40)
                        .putLong(key)
                        .putLong(flags)
                        .putLong(nanos)
                        .putLong(callback)
                        .putLong(other);
        host.map("request").update(key(0), request.array(), 0);
        return host.program(what + "_" + table).test(RUN).returnValue();
    }

    /// What the callback REMOVE noted.
    long removed(int key) {
        byte[] value = host.map("removed").lookup(key(key)).orElseThrow();
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong();
    }
}
