package dev.skep.map;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.memory.SpinWord;
import java.lang.invoke.VarHandle;

/// A trie of prefixes. Readers take no lock: they note a version, walk, and walk again if a writer
/// was about. Writers, of which one works at a time, note where they are in a [LpmWalk].
///
/// A table leads past the first bits: for every first byte of a key it has the first node on its
/// way whose prefix is at least that long (8 bytes), and the value of the longest shorter prefix
/// (8), each 0 if there is none. What stands below a node of the table has the same first byte, so
/// a writer has only those entries to renew that its own key's prefix covers.
///
/// The state stands in memory: the root (0), the version (8), odd while a writer is at work, which
/// makes it the writers' lock, and the table (64). So the trie can be a record, whose fields are
/// constants to compiled code.
///
/// @param bits how long prefixes may be
/// @param most how many of them there may be
/// @param state the address of the state
record LpmTrie(int bits, int most, LpmNodes nodes, long state, Block memory, LpmWalk walk)
        implements ProgramSide {
    private static final int VERSION = 8;
    private static final int TABLE = 64;
    private static final int ENTRY = 2 * Long.BYTES;
    private static final int STRIDE = Byte.SIZE;
    private static final int TRIES = 4;

    static LpmTrie of(int bits, int most, LpmNodes nodes) {
        Block memory = new Block(TABLE + (1L << STRIDE) * ENTRY, TABLE);
        return new LpmTrie(bits, most, nodes, memory.address(), memory, new LpmWalk());
    }

    @Override
    public long lookup(long key, int cpu) {
        int length = OffHeap.getInt(key);
        if (Integer.compareUnsigned(length, bits) > 0) {
            return 0;
        }
        for (int i = 0; i < TRIES; i++) {
            int before = OffHeap.getIntAcquire(state + VERSION);
            long found = longest(key, length);
            VarHandle.acquireFence();
            if ((before & 1) == 0 && before == OffHeap.getInt(state + VERSION)) {
                return found;
            }
        }
        lock();
        try {
            return longest(key, length);
        } finally {
            unlock();
        }
    }

    private long longest(long key, int wanted) {
        if (wanted < STRIDE) {
            return longest(key, wanted, root(), 0);
        }
        long entry = entry(OffHeap.getByte(key + Integer.BYTES) & 0xff);
        long node = OffHeap.getLongAcquire(entry);
        return longest(key, wanted, node, OffHeap.getLong(entry + Long.BYTES));
    }

    /// The value of the longest prefix at or below `top`, `above` if there is none.
    private long longest(long key, int wanted, long top, long above) {
        long start = nodes.start(key);
        long best = above;
        int depth = -1;
        for (long node = top; node != 0; ) {
            int length = LpmNodes.length(node);
            boolean deeper = length > depth && length <= wanted;
            if (!deeper || !nodes.covers(node, length, key, start)) {
                break;
            }
            depth = length;
            best = LpmNodes.holdsValue(node) ? nodes.value(node) : best;
            node = length < bits ? LpmNodes.child(node, nodes.side(key, length, start)) : 0;
        }
        return best;
    }

    private long entry(int first) {
        return state + TABLE + (long) first * ENTRY;
    }

    /// Renews the entries of the table for all keys that begin like this one's prefix.
    private void renew(long key) {
        int free = STRIDE - Math.min(OffHeap.getInt(key), STRIDE);
        int first = (OffHeap.getByte(key + Integer.BYTES) & 0xff) >> free << free;
        for (int i = first; i < first + (1 << free); i++) {
            long best = 0;
            long node = root();
            while (node != 0 && LpmNodes.length(node) < STRIDE && begins(node, i)) {
                best = LpmNodes.holdsValue(node) ? nodes.value(node) : best;
                node = LpmNodes.child(node, i >> STRIDE - 1 - LpmNodes.length(node) & 1);
            }
            OffHeap.putLong(entry(i) + Long.BYTES, best);
            OffHeap.putLongRelease(entry(i), node != 0 && begins(node, i) ? node : 0);
        }
    }

    /// Whether a node's prefix and a first byte agree as far as the shorter of them goes.
    private static boolean begins(long node, int first) {
        int own = OffHeap.getByte(LpmNodes.key(node) + Integer.BYTES) & 0xff;
        int free = STRIDE - Math.min(LpmNodes.length(node), STRIDE);
        return (own ^ first) >> free == 0;
    }

    @Override
    public long update(long key, long value, long flags, int cpu) {
        boolean wrong = Long.compareUnsigned(flags, BpfMap.EXIST) > 0;
        if (wrong || Integer.compareUnsigned(OffHeap.getInt(key), bits) > 0) {
            return Errno.EINVAL.result();
        }
        lock();
        try {
            return updateLocked(key, value, flags);
        } finally {
            unlock();
        }
    }

    private long updateLocked(long key, long value, long flags) {
        walk.to(key, root(), nodes);
        boolean exists = walk.found();
        if (exists && flags == BpfMap.NO_EXIST) {
            return Errno.EEXIST.result();
        }
        if (!exists && flags == BpfMap.EXIST) {
            return Errno.ENOENT.result();
        }
        if (!exists && walk.count == most) {
            return Errno.ENOSPC.result();
        }
        long fresh = nodes.create(key, value);
        if (fresh == 0) {
            return Errno.ENOMEM.result();
        }
        if (!insert(key, fresh)) {
            nodes.give(fresh);
            return Errno.ENOMEM.result();
        }
        renew(key);
        walk.count += exists ? 0 : 1;
        return 0;
    }

    private boolean insert(long key, long fresh) {
        long node = walk.node;
        if (walk.exact) {
            LpmNodes.adopt(fresh, node);
            replace(walk.parent, node, fresh);
            nodes.give(node);
        } else if (node == 0) {
            link(walk.parent, key, fresh);
        } else if (walk.match == OffHeap.getInt(key)) {
            LpmNodes.child(fresh, LpmNodes.bit(LpmNodes.key(node), walk.match), node);
            replace(walk.parent, node, fresh);
        } else {
            long fork = nodes.createFork(key, walk.match);
            if (fork == 0) {
                return false;
            }
            LpmNodes.child(fork, LpmNodes.bit(key, walk.match), fresh);
            LpmNodes.child(fork, LpmNodes.bit(LpmNodes.key(node), walk.match), node);
            replace(walk.parent, node, fork);
        }
        return true;
    }

    private void link(long parent, long key, long node) {
        if (parent == 0) {
            OffHeap.putLongRelease(state, node);
        } else {
            LpmNodes.child(parent, LpmNodes.bit(key, LpmNodes.length(parent)), node);
        }
    }

    /// Puts `node` in the place of `old`, a child of `parent` or the root.
    private void replace(long parent, long old, long node) {
        if (parent == 0) {
            OffHeap.putLongRelease(state, node);
        } else {
            LpmNodes.child(parent, LpmNodes.child(parent, 0) == old ? 0 : 1, node);
        }
    }

    @Override
    public long delete(long key) {
        if (Integer.compareUnsigned(OffHeap.getInt(key), bits) > 0) {
            return Errno.EINVAL.result();
        }
        lock();
        try {
            walk.to(key, root(), nodes);
            if (!walk.found()) {
                return Errno.ENOENT.result();
            }
            remove();
            renew(key);
            walk.count--;
            return 0;
        } finally {
            unlock();
        }
    }

    private void remove() {
        long node = walk.node;
        long left = LpmNodes.child(node, 0);
        long right = LpmNodes.child(node, 1);
        if (left != 0 && right != 0) {
            LpmNodes.becomeFork(node);
            return;
        }
        long parent = walk.parent;
        if (left == 0 && right == 0 && parent != 0 && !LpmNodes.holdsValue(parent)) {
            long sibling = LpmNodes.child(parent, LpmNodes.child(parent, 0) == node ? 1 : 0);
            replace(walk.grandparent, parent, sibling);
            nodes.give(parent);
        } else {
            replace(parent, node, left == 0 ? right : left);
        }
        nodes.give(node);
    }

    /// Copies the key after `key` to `next`, in post-order: what is below a prefix comes before it,
    /// bit 0 before bit 1.
    long nextKey(long key, long next) {
        lock();
        try {
            if (root() == 0) {
                return Errno.ENOENT.result();
            }
            boolean known = key != 0 && Integer.compareUnsigned(OffHeap.getInt(key), bits) <= 0;
            if (known) {
                walk.to(key, root(), nodes);
            }
            long node = known && walk.found() ? after(walk.node) : LpmNodes.firstLeaf(root());
            if (node == 0) {
                return Errno.ENOENT.result();
            }
            OffHeap.copy(LpmNodes.key(node), next, bits / Byte.SIZE + Integer.BYTES);
            return 0;
        } finally {
            unlock();
        }
    }

    /// The next node in post-order that holds a value, or 0.
    private long after(long target) {
        long above = 0;
        long open = 0;
        for (long node = root(); node != target; ) {
            int side = LpmNodes.bit(LpmNodes.key(target), LpmNodes.length(node));
            long right = LpmNodes.child(node, 1);
            if (side == 0 && right != 0) {
                open = right;
                above = 0;
            } else if (LpmNodes.holdsValue(node)) {
                above = node;
                open = 0;
            }
            node = LpmNodes.child(node, side);
        }
        return open != 0 ? LpmNodes.firstLeaf(open) : above;
    }

    private long root() {
        return OffHeap.getLongAcquire(state);
    }

    private void lock() {
        for (int round = 0; ; round++) {
            int version = OffHeap.getIntAcquire(state + VERSION);
            boolean free = (version & 1) == 0;
            if (free && OffHeap.compareAndSetInt(state + VERSION, version, version + 1)) {
                return;
            }
            SpinWord.pause(round);
        }
    }

    private void unlock() {
        OffHeap.putIntRelease(state + VERSION, OffHeap.getInt(state + VERSION) + 1);
    }
}
