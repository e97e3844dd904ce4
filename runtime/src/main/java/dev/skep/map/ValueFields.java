package dev.skep.map;

import dev.skep.memory.OffHeap;
import dev.skep.memory.SpinWord;
import dev.skep.program.MapDefinition;
import dev.skep.program.SpecialField;
import dev.skep.program.SpecialFields;
import java.util.ArrayList;
import java.util.List;

/// What of a value is copied when an element is read or written: all of it but the fields that
/// belong to the element itself, its spin lock, timer and work queue. A record, so that it is a
/// constant to compiled code.
///
/// @param lockOffset where the lock stands, -1 if there is none
/// @param timerOffset where the timer stands, -1 if there is none
/// @param owned the fields that are not copied, in the order of their offsets
/// @param copied what lies between them
record ValueFields(
        int size, int lockOffset, int timerOffset, List<Range> owned, List<Range> copied) {
    private static final int NONE = -1;

    /// Some bytes of a value.
    record Range(int offset, int size) {}

    static ValueFields of(MapDefinition map) {
        List<Range> owned = new ArrayList<>();
        int lock = NONE;
        int timer = NONE;
        for (SpecialField field : SpecialFields.of(map).fields()) {
            if (field.end() <= map.valueSize() && field.kind().maps().contains(map.type())) {
                owned.add(new Range(field.offset(), field.kind().size()));
                lock = field.kind() == SpecialField.Kind.SPIN_LOCK ? field.offset() : lock;
                timer = field.kind() == SpecialField.Kind.TIMER ? field.offset() : timer;
            }
        }
        return new ValueFields(
                map.valueSize(), lock, timer, List.copyOf(owned), rest(map.valueSize(), owned));
    }

    private static List<Range> rest(int size, List<Range> owned) {
        List<Range> rest = new ArrayList<>();
        int at = 0;
        for (Range range : owned) {
            if (range.offset > at) {
                rest.add(new Range(at, range.offset - at));
            }
            at = range.offset + range.size;
        }
        if (at < size) {
            rest.add(new Range(at, size - at));
        }
        return List.copyOf(rest);
    }

    boolean hasLock() {
        return lockOffset >= 0;
    }

    boolean hasTimer() {
        return timerOffset >= 0;
    }

    /// Copies a value; the target keeps its own fields.
    void copy(long from, long to) {
        if (owned.isEmpty()) {
            OffHeap.copy(from, to, size);
            return;
        }
        for (int i = 0; i < copied.size(); i++) {
            Range range = copied.get(i);
            OffHeap.copy(from + range.offset, to + range.offset, range.size);
        }
    }

    /// Copies a value while the lock inside `element`, one of the two, is held.
    void copyLocked(long from, long to, long element) {
        SpinWord.acquire(element + lockOffset);
        try {
            copy(from, to);
        } finally {
            SpinWord.release(element + lockOffset);
        }
    }
}
