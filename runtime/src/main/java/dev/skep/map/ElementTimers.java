package dev.skep.map;

import dev.skep.timer.TimerQueue;
import dev.skep.timer.TimerTable;
import java.util.Optional;

/// The timers in the values of one map, as its elements see them. A record, so that it is a
/// constant to compiled code.
///
/// @param table `null` if there can be none
/// @param offset where in a value its timer stands
record ElementTimers(TimerTable table, int offset) {
    static ElementTimers of(ValueFields fields, Registry registry, long handle) {
        Optional<TimerQueue> queue = registry.timers().filter(_ -> fields.hasTimer());
        return new ElementTimers(
                queue.map(q -> new TimerTable(q, handle)).orElse(null), fields.timerOffset());
    }

    /// The value is no element's any more, or a new element's: its timer stops for good. May be
    /// called with locks held; [#settle] follows when they are not.
    void drop(long value) {
        if (table != null) {
            table.drop(value + offset);
        }
    }

    /// Waits until no callback of a timer that was dropped runs, except in a callback.
    void settle() {
        if (table != null) {
            table.settle();
        }
    }

    void close() {
        if (table != null) {
            table.close();
        }
    }
}
