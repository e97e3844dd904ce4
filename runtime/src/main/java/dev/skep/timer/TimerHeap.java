package dev.skep.timer;

import java.util.Arrays;

/// Timers that were started, the first in front: a binary heap that knows where each of them is.
/// Timers of the same time are in the order in which they were started. Guarded by the lock of its
/// queue.
final class TimerHeap {
    /// The place of a timer that is not in the heap.
    static final int NOWHERE = -1;

    private BpfTimer[] timers = new BpfTimer[16];
    private int size;
    private long started;

    /// The first one, `null` if there is none.
    BpfTimer first() {
        return timers[0];
    }

    int size() {
        return size;
    }

    void add(BpfTimer timer) {
        if (size == timers.length) {
            timers = Arrays.copyOf(timers, 2 * size);
        }
        timer.order = started++;
        rise(timer, size++);
    }

    /// Takes a timer out; says whether it was in.
    boolean remove(BpfTimer timer) {
        int place = timer.place;
        if (place == NOWHERE) {
            return false;
        }
        timer.place = NOWHERE;
        BpfTimer last = timers[--size];
        timers[size] = null;
        if (last != timer) {
            sink(last, place);
            rise(last, last.place);
        }
        return true;
    }

    private void rise(BpfTimer timer, int from) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) / 2;
            if (!timer.isBefore(timers[parent])) {
                break;
            }
            put(timers[parent], place);
            place = parent;
        }
        put(timer, place);
    }

    private void sink(BpfTimer timer, int from) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && timers[child + 1].isBefore(timers[child])) {
                child++;
            }
            if (!timers[child].isBefore(timer)) {
                break;
            }
            put(timers[child], place);
            place = child;
        }
        put(timer, place);
    }

    private void put(BpfTimer timer, int place) {
        timers[place] = timer;
        timer.place = place;
    }
}
