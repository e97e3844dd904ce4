package dev.skep.verify.flow;

/// The strongly connected components of the control flow within functions: which instructions lie
/// on a common cycle. Tarjan's algorithm, without recursion.
public final class Components {
    private static final int FINISHED = Integer.MAX_VALUE;

    private final Edges edges;
    private final int[] component;
    private final int[] order;
    private final int[] low;
    private final int[] stack;
    private final int[] walk;
    private int stacked;
    private int next = 1;
    private int count;

    private Components(int size, Edges edges) {
        this.edges = edges;
        this.component = new int[size];
        this.order = new int[size];
        this.low = new int[size];
        this.stack = new int[size];
        this.walk = new int[size];
    }

    /// Finds them.
    public static Components of(Listing listing, Edges edges) {
        Components components = new Components(listing.size(), edges);
        for (int slot = 0; slot < listing.size(); slot++) {
            if (listing.at(slot) != null && components.order[slot] == 0) {
                components.explore(slot);
            }
        }
        return components;
    }

    /// The number of the cycle that the instruction at `slot` lies on, 0 for none.
    public int at(int slot) {
        return component[slot];
    }

    private void explore(int root) {
        int depth = 0;
        walk[depth] = root;
        while (depth >= 0) {
            int slot = walk[depth];
            if (order[slot] == 0) {
                order[slot] = next;
                low[slot] = next++;
                stack[stacked++] = slot;
            }
            int unseen = -1;
            for (int i = 0; i < 2; i++) {
                int to = successor(slot, i);
                if (to < 0) {
                    continue;
                }
                if (order[to] == 0) {
                    unseen = to;
                    break;
                }
                if (low[to] != FINISHED) {
                    low[slot] = Math.min(low[slot], low[to]);
                }
            }
            if (unseen >= 0) {
                walk[++depth] = unseen;
                continue;
            }
            if (low[slot] == order[slot]) {
                close(slot);
            }
            depth--;
        }
    }

    private void close(int root) {
        boolean cycle =
                stack[stacked - 1] != root
                        || successor(root, 0) == root
                        || successor(root, 1) == root;
        if (cycle) {
            count++;
        }
        int slot;
        do {
            slot = stack[--stacked];
            low[slot] = FINISHED;
            component[slot] = cycle ? count : 0;
        } while (slot != root);
    }

    /// The instruction that follows `slot` (0), the one it jumps to (1); [Edges#NONE] for none.
    private int successor(int slot, int which) {
        return which == 0 ? edges.following(slot) : edges.target(slot);
    }
}
