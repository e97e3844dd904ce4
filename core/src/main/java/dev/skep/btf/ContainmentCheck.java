package dev.skep.btf;

/// Refuses types that contain themselves, and types nested so deeply that walking them would not be
/// safe. A type contains what its size depends on: the target of a typedef or qualifier, the
/// element of an array, the members of a structure, the type of a variable. Pointers contain
/// nothing.
final class ContainmentCheck {
    /// How deep types may be nested; real ones stay below 30.
    static final int DEEPEST = 128;

    private static final byte NEW = 0;
    private static final byte OPEN = 1;
    private static final byte DONE = 2;

    private final TypeTable table;
    private final byte[] states;
    private final int[] open = new int[DEEPEST + 1];
    private final int[] edges = new int[DEEPEST + 1];
    private final short[] heights;

    ContainmentCheck(TypeTable table) {
        this.table = table;
        int count = table.lastId() - table.firstId() + 1;
        this.states = new byte[count];
        this.heights = new short[count];
    }

    void run() {
        for (int id = table.firstId(); id <= table.lastId(); id++) {
            if (states[id - table.firstId()] == NEW) {
                walk(id);
            }
        }
    }

    /// Walks what `root` contains, depth first, without recursion.
    private void walk(int root) {
        int depth = 0;
        push(depth, root);
        while (depth >= 0) {
            int id = open[depth];
            int self = id - table.firstId();
            if (edges[depth] == edgeCount(id)) {
                states[self] = DONE;
                depth--;
                if (depth >= 0) {
                    raise(open[depth], heights[self] + 1);
                }
                continue;
            }
            int child = edge(id, edges[depth]++);
            if (child < table.firstId()) {
                continue;
            }
            switch (states[child - table.firstId()]) {
                case NEW -> {
                    depth++;
                    if (depth > DEEPEST) {
                        throw tooDeep(id);
                    }
                    push(depth, child);
                }
                case OPEN ->
                        throw BtfFault.at(
                                table.place(child),
                                BtfCode.CYCLE,
                                "type " + child + " contains itself, through type " + id);
                default -> raise(id, heights[child - table.firstId()] + 1);
            }
        }
    }

    private void push(int depth, int id) {
        open[depth] = id;
        edges[depth] = 0;
        states[id - table.firstId()] = OPEN;
    }

    private void raise(int id, int height) {
        if (height > DEEPEST) {
            throw tooDeep(id);
        }
        int self = id - table.firstId();
        heights[self] = (short) Math.max(heights[self], height);
    }

    private RuntimeException tooDeep(int id) {
        return BtfFault.at(
                table.place(id),
                BtfCode.TOO_LARGE,
                "type " + id + " is nested more than " + DEEPEST + " deep");
    }

    private int edgeCount(int id) {
        return switch (table.kind(id)) {
            case STRUCT, UNION, DATASEC -> table.count(id);
            case ARRAY, TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR -> 1;
            case VOID, INT, PTR, ENUM, FWD, FUNC, FUNC_PROTO, FLOAT, DECL_TAG, ENUM64 -> 0;
        };
    }

    private int edge(int id, int index) {
        return switch (table.kind(id)) {
            case STRUCT, UNION -> table.word(id, 3 * index + 1);
            case DATASEC -> table.word(id, 3 * index);
            case ARRAY -> table.word(id, 0);
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR -> table.sizeOrType(id);
            case VOID, INT, PTR, ENUM, FWD, FUNC, FUNC_PROTO, FLOAT, DECL_TAG, ENUM64 ->
                    throw new IllegalStateException("type " + id + " contains nothing");
        };
    }
}
