package dev.skep.map;

import dev.skep.memory.OffHeap;

/// What a hash table does when it is full.
sealed interface Eviction {
    /// How many bytes it keeps in an element, behind the link.
    int size();

    /// A slot for a new element, or what [Slab#take] answers if there is none.
    long take(Slab slab);

    /// The element is about to hold a new key.
    void fresh(long element);

    /// A program used the element.
    void used(long element);

    /// Makes room in a table that is full.
    ///
    /// @return whether it is worth to try again
    boolean makeRoom(HashTable table);

    /// Nothing: the table stays full.
    record None() implements Eviction {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public long take(Slab slab) {
            return slab.take();
        }

        @Override
        public void fresh(long element) {}

        @Override
        public void used(long element) {}

        @Override
        public boolean makeRoom(HashTable table) {
            return false;
        }
    }

    /// Drops an element that was not used lately: a hand goes round all elements, spares those that
    /// were used since a hand last came by, but not too many in a row, and drops the next one.
    /// Threads move hands of their own, so that they do not wait for each other. An element has a
    /// word (8) that is not 0 once it was used.
    record Clock() implements Eviction {
        /// So many used elements in a row are spared, so that no update takes long.
        private static final int SPARED = 128;

        @Override
        public int size() {
            return Long.BYTES;
        }

        @Override
        public long take(Slab slab) {
            return slab.takeNear();
        }

        @Override
        public void fresh(long element) {
            OffHeap.putLong(element + Slab.LINK, 0);
        }

        @Override
        public void used(long element) {
            if (OffHeap.getInt(element + Slab.LINK) == 0) {
                OffHeap.putInt(element + Slab.LINK, 1);
            }
        }

        @Override
        public boolean makeRoom(HashTable table) {
            Slab slab = table.slab();
            int slots = slab.handedOut();
            for (int step = 0; step < slots + SPARED; step++) {
                long element = slab.nextInRound();
                if (!Slab.used(element)) {
                    if (Slab.free(element) && slab.gather()) {
                        return true;
                    }
                } else if (step < SPARED && OffHeap.getInt(element + Slab.LINK) != 0) {
                    OffHeap.putInt(element + Slab.LINK, 0);
                } else if (table.drop(element)) {
                    return true;
                }
            }
            return true;
        }
    }
}
