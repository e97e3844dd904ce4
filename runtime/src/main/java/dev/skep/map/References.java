package dev.skep.map;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// An array of programs or maps: elements are there or not.
final class References<T> {
    private final AtomicReferenceArray<T> elements;

    References(int entries) {
        elements = new AtomicReferenceArray<>(entries);
    }

    T get(int index) {
        return outside(index) ? null : elements.getAcquire(index);
    }

    /// Why an update is refused, or 0.
    long refusal(int index, long flags) {
        if (flags != BpfMap.ANY) {
            return Errno.EINVAL.result();
        }
        return outside(index) ? Errno.E2BIG.result() : 0;
    }

    long set(int index, T element, long flags) {
        long refusal = refusal(index, flags);
        if (refusal == 0) {
            elements.setRelease(index, element);
        }
        return refusal;
    }

    long remove(int index) {
        if (outside(index)) {
            return Errno.E2BIG.result();
        }
        return elements.getAndSet(index, null) == null ? Errno.ENOENT.result() : 0;
    }

    private boolean outside(int index) {
        return Integer.compareUnsigned(index, elements.length()) >= 0;
    }
}
