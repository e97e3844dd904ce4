package dev.skep.map;

import dev.skep.memory.OffHeap;

/// What a hash table keeps behind its keys, and how it is written.
sealed interface Values {
    /// Stands for all CPUs: the value to be written is one for each, as user space passes them.
    int EVERY_CPU = -1;

    /// How many bytes an element's values take.
    long size();

    /// Whether an update writes into the element that is there instead of replacing it.
    boolean updatedInPlace();

    /// Copies the values as user space takes them.
    void read(long values, long to);

    /// Writes the values of a new element.
    void create(long values, long from, int cpu);

    /// Writes the values of an element that exists.
    void overwrite(long values, long from, int cpu);

    /// The values are no element's any more. May be called with locks held.
    default void drop(long values) {}

    /// Waits, with no lock held, for what still works on values that were dropped.
    default void settle() {}

    /// One value, replaced as a whole so that readers see the old one or the new one.
    record Single(ValueFields fields, long size, ElementTimers timers) implements Values {
        @Override
        public boolean updatedInPlace() {
            return false;
        }

        @Override
        public void read(long values, long to) {
            fields.copy(values, to);
        }

        @Override
        public void create(long values, long from, int cpu) {
            if (!fields.owned().isEmpty()) {
                // A program that still has the address of an old value may have initialized this.
                timers.drop(values);
                OffHeap.clear(values, size);
            }
            fields.copy(from, values);
        }

        @Override
        public void drop(long values) {
            timers.drop(values);
        }

        @Override
        public void settle() {
            timers.settle();
        }

        @Override
        public void overwrite(long values, long from, int cpu) {
            fields.copyLocked(from, values, values);
        }
    }

    /// A value for every CPU; a program's update of a new element leaves those of other CPUs zero.
    record PerCpu(int valueSize, long stride, int cpus) implements Values {
        @Override
        public long size() {
            return stride * cpus;
        }

        @Override
        public boolean updatedInPlace() {
            return true;
        }

        @Override
        public void read(long values, long to) {
            OffHeap.copy(values, to, size());
        }

        @Override
        public void create(long values, long from, int cpu) {
            if (cpu != EVERY_CPU) {
                OffHeap.clear(values, size());
            }
            overwrite(values, from, cpu);
        }

        @Override
        public void overwrite(long values, long from, int cpu) {
            if (cpu == EVERY_CPU) {
                OffHeap.copy(from, values, size());
            } else {
                OffHeap.copy(from, values + cpu * stride, valueSize);
            }
        }
    }

    /// The handle of a map, which is passed itself in the place of an address.
    record Handle() implements Values {
        @Override
        public long size() {
            return Long.BYTES;
        }

        @Override
        public boolean updatedInPlace() {
            return true;
        }

        @Override
        public void read(long values, long to) {
            OffHeap.putLong(to, OffHeap.getLongAcquire(values));
        }

        @Override
        public void create(long values, long handle, int cpu) {
            OffHeap.putLongRelease(values, handle);
        }

        @Override
        public void overwrite(long values, long handle, int cpu) {
            OffHeap.putLongRelease(values, handle);
        }
    }
}
