package dev.skep.map;

import dev.skep.memory.OffHeap;

/// Where the writer of a trie is, and what it counts; guarded by the trie's lock. After a walk to a
/// key: it belongs at `node`, a child of `parent` or the root; it is that node exactly, or `match`
/// bits agree.
final class LpmWalk {
    long grandparent;
    long parent;
    long node;
    int match;
    boolean exact;

    /// How many prefixes the trie holds.
    int count;

    void to(long key, long root, LpmNodes nodes) {
        int wanted = OffHeap.getInt(key);
        grandparent = 0;
        parent = 0;
        node = root;
        match = 0;
        while (node != 0) {
            match = nodes.match(node, key);
            int length = LpmNodes.length(node);
            if (match < length || length == wanted) {
                break;
            }
            grandparent = parent;
            parent = node;
            node = LpmNodes.child(node, LpmNodes.bit(key, length));
        }
        exact = node != 0 && match == wanted && LpmNodes.length(node) == wanted;
    }

    /// Whether the key itself is there.
    boolean found() {
        return exact && LpmNodes.holdsValue(node);
    }
}
