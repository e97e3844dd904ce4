package dev.skep.map;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.memory.OffHeap;
import dev.skep.memory.SpinWord;
import dev.skep.program.MapDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// What of a value is copied when an element is read or written: all of it but the fields that
/// belong to the element itself, its spin lock, timer and work queue. A record, so that it is a
/// constant to compiled code.
///
/// @param lockOffset where the lock stands, -1 if there is none
/// @param owned the fields that are not copied, in the order of their offsets
/// @param copied what lies between them
record ValueFields(int size, int lockOffset, List<Range> owned, List<Range> copied) {
    private static final String LOCK = "bpf_spin_lock";
    private static final Set<String> OWNED = Set.of(LOCK, "bpf_timer", "bpf_wq");

    /// Some bytes of a value.
    record Range(int offset, int size) {}

    static ValueFields of(MapDefinition map) {
        List<Range> owned = new ArrayList<>();
        int lock = -1;
        if (map.types().isPresent()) {
            Btf btf = map.types().get().btf();
            int id = btf.resolve(map.types().get().valueTypeId());
            if (btf.type(id) instanceof BtfType.Struct struct && struct.size() == map.valueSize()) {
                for (BtfType.Member member : struct.members()) {
                    BtfType type = btf.type(btf.resolve(member.type()));
                    if (type instanceof BtfType.Struct field && OWNED.contains(field.name())) {
                        owned.add(new Range((int) member.offset(), (int) field.size()));
                        lock = field.name().equals(LOCK) ? (int) member.offset() : lock;
                    }
                }
            }
        }
        owned.sort(Comparator.comparingInt(Range::offset));
        return new ValueFields(
                map.valueSize(), lock, List.copyOf(owned), rest(map.valueSize(), owned));
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
