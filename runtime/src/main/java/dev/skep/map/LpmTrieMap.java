package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;
import java.lang.invoke.VarHandle;

/// `BPF_MAP_TYPE_LPM_TRIE`: prefixes to values; a look-up finds the value of the longest prefix
/// that fits its key (`Documentation/bpf/map_lpm_trie.rst`). A key is the length of the prefix in
/// bits (4 bytes) and its bits, the most significant one first.
///
/// Readers take no lock: they note a version, walk, and walk again if a writer was about.
public final class LpmTrieMap extends JvmMap {
    private static final int PREFIX_LENGTH = Integer.BYTES;
    private static final int TRIES = 4;

    private final LpmNodes nodes;
    private final int bits;
    private volatile long root;
    private volatile int version;
    private int count;

    LpmTrieMap(MapDefinition definition, Registry registry, MapOptions options) {
        super(definition, registry);
        bits = (definition.keySize() - PREFIX_LENGTH) * Byte.SIZE;
        nodes = new LpmNodes(definition, options.memoryLimit());
    }

    @Override
    public long lookup(long key, int cpu) {
        if (Integer.compareUnsigned(OffHeap.getInt(key), bits) > 0) {
            return 0;
        }
        for (int i = 0; i < TRIES; i++) {
            int before = version;
            long found = longest(key);
            VarHandle.acquireFence();
            if ((before & 1) == 0 && before == version) {
                return found;
            }
        }
        synchronized (this) {
            return longest(key);
        }
    }

    private long longest(long key) {
        long best = 0;
        int depth = -1;
        for (long node = root; node != 0; ) {
            int length = nodes.length(node);
            if (length <= depth || nodes.match(node, key) < length) {
                break;
            }
            depth = length;
            best = nodes.holdsValue(node) ? nodes.value(node) : best;
            node = length < bits ? nodes.child(node, LpmNodes.bit(key, length)) : 0;
        }
        return best;
    }

    @Override
    public long update(long key, long value, long flags, int cpu) {
        int length = OffHeap.getInt(key);
        if (Long.compareUnsigned(flags, EXIST) > 0 || Integer.compareUnsigned(length, bits) > 0) {
            return Errno.EINVAL.result();
        }
        synchronized (this) {
            Walk walk = walk(key);
            boolean exists = walk.exact && nodes.holdsValue(walk.node);
            if (exists && flags == NO_EXIST) {
                return Errno.EEXIST.result();
            }
            if (!exists && flags == EXIST) {
                return Errno.ENOENT.result();
            }
            if (!exists && count == definition().maxEntries()) {
                return Errno.ENOSPC.result();
            }
            long fresh = nodes.create(key, value);
            if (fresh == 0) {
                return Errno.ENOMEM.result();
            }
            if (!insert(walk, key, fresh)) {
                nodes.give(fresh);
                return Errno.ENOMEM.result();
            }
            count += exists ? 0 : 1;
            return 0;
        }
    }

    /// Where a key belongs: at `node`, a child of `parent` or the root; it is that node exactly, or
    /// `match` bits agree.
    private record Walk(long grandparent, long parent, long node, int match, boolean exact) {}

    private Walk walk(long key) {
        int wanted = OffHeap.getInt(key);
        long grandparent = 0;
        long parent = 0;
        long node = root;
        int match = 0;
        while (node != 0) {
            match = nodes.match(node, key);
            int length = nodes.length(node);
            if (match < length || length == wanted) {
                break;
            }
            grandparent = parent;
            parent = node;
            node = nodes.child(node, LpmNodes.bit(key, length));
        }
        boolean exact = node != 0 && match == wanted && nodes.length(node) == wanted;
        return new Walk(grandparent, parent, node, match, exact);
    }

    private boolean insert(Walk walk, long key, long fresh) {
        long node = walk.node;
        if (walk.exact) {
            nodes.adopt(fresh, node);
            replace(walk.parent, node, fresh);
            nodes.give(node);
        } else if (node == 0) {
            link(walk.parent, key, fresh);
        } else if (walk.match == OffHeap.getInt(key)) {
            nodes.child(fresh, LpmNodes.bit(nodes.key(node), walk.match), node);
            replace(walk.parent, node, fresh);
        } else {
            long fork = nodes.createFork(key, walk.match);
            if (fork == 0) {
                return false;
            }
            nodes.child(fork, LpmNodes.bit(key, walk.match), fresh);
            nodes.child(fork, LpmNodes.bit(nodes.key(node), walk.match), node);
            replace(walk.parent, node, fork);
        }
        return true;
    }

    private void link(long parent, long key, long node) {
        if (parent == 0) {
            root = node;
        } else {
            nodes.child(parent, LpmNodes.bit(key, nodes.length(parent)), node);
        }
    }

    /// Puts `node` in the place of `old`, a child of `parent` or the root; old readers look again.
    private void replace(long parent, long old, long node) {
        version++;
        if (parent == 0) {
            root = node;
        } else {
            nodes.child(parent, nodes.child(parent, 0) == old ? 0 : 1, node);
        }
        version++;
    }

    @Override
    public long delete(long key) {
        if (Integer.compareUnsigned(OffHeap.getInt(key), bits) > 0) {
            return Errno.EINVAL.result();
        }
        synchronized (this) {
            Walk walk = walk(key);
            if (!walk.exact || !nodes.holdsValue(walk.node)) {
                return Errno.ENOENT.result();
            }
            remove(walk);
            count--;
            return 0;
        }
    }

    private void remove(Walk walk) {
        long node = walk.node;
        long left = nodes.child(node, 0);
        long right = nodes.child(node, 1);
        if (left != 0 && right != 0) {
            version++;
            nodes.becomeFork(node);
            version++;
            return;
        }
        long parent = walk.parent;
        if (left == 0 && right == 0 && parent != 0 && !nodes.holdsValue(parent)) {
            long sibling = nodes.child(parent, nodes.child(parent, 0) == node ? 1 : 0);
            replace(walk.grandparent, parent, sibling);
            nodes.give(parent);
        } else {
            replace(parent, node, left == 0 ? right : left);
        }
        nodes.give(node);
    }

    /// The keys come in post-order: what is below a prefix comes before it, bit 0 before bit 1.
    @Override
    synchronized long userNextKey(long key, long next) {
        if (root == 0) {
            return Errno.ENOENT.result();
        }
        boolean known = key != 0 && Integer.compareUnsigned(OffHeap.getInt(key), bits) <= 0;
        Walk walk = known ? walk(key) : null;
        long node = 0;
        if (walk == null || !walk.exact || !nodes.holdsValue(walk.node)) {
            node = nodes.firstLeaf(root);
        } else {
            node = after(walk.node);
        }
        if (node == 0) {
            return Errno.ENOENT.result();
        }
        OffHeap.copy(nodes.key(node), next, definition().keySize());
        return 0;
    }

    /// The next node in post-order that holds a value, or 0.
    private long after(long target) {
        long above = 0;
        long open = 0;
        for (long node = root; node != target; ) {
            int side = LpmNodes.bit(nodes.key(target), nodes.length(node));
            long right = nodes.child(node, 1);
            if (side == 0 && right != 0) {
                open = right;
                above = 0;
            } else if (nodes.holdsValue(node)) {
                above = node;
                open = 0;
            }
            node = nodes.child(node, side);
        }
        return open != 0 ? nodes.firstLeaf(open) : above;
    }

    @Override
    public long valueAt(long address) {
        return nodes.valueAt(address);
    }
}
