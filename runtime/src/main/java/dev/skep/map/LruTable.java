package dev.skep.map;

/// A hash table that makes room by dropping an element that was not used lately: a hand goes round
/// all elements, spares those that were used since it last came by, and drops the first that was
/// not.
final class LruTable extends HashTable {
    private int hand;

    LruTable(int keySize, int maxEntries, Values values, int seed, long memoryLimit) {
        super(keySize, maxEntries, values, seed, memoryLimit);
    }

    @Override
    long use(long key) {
        long element = element(key);
        if (element == 0) {
            return 0;
        }
        if (slab.ownerWord(element) == 0) {
            slab.ownerWord(element, 1);
        }
        return valuesOf(element);
    }

    @Override
    synchronized boolean makeRoom() {
        int slots = slab.handedOut();
        for (int steps = 0; steps < 2 * slots; steps++) {
            hand = hand + 1 < slots ? hand + 1 : 0;
            long element = slab.slot(hand);
            if (!slab.used(element)) {
                continue;
            }
            if (slab.ownerWord(element) != 0) {
                slab.ownerWord(element, 0);
            } else if (drop(element)) {
                return true;
            }
        }
        return slots > 0;
    }
}
