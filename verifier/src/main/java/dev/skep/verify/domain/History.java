package dev.skep.verify.domain;

import java.util.Arrays;

/// How a path came here since its last checkpoint: the steps that did not simply go on to the next
/// instruction, and what instructions did that walking back needs to know.
public final class History {
    /// No use of the stack.
    public static final int NO_STACK_ACCESS = -1;

    /// Registers and slots that shared an id when a branch refined them all: none.
    public static final long NO_LINKS = 0;

    private static final int FIRST_SIZE = 8;

    private int[] slots = new int[FIRST_SIZE];
    private int[] previous = new int[FIRST_SIZE];
    private int[] stackAccess = new int[FIRST_SIZE];
    private long[] links = new long[FIRST_SIZE];
    private int size;

    /// A copy that grows on its own.
    public History copy() {
        History copy = new History();
        if (size > FIRST_SIZE) {
            copy.slots = Arrays.copyOf(slots, size);
            copy.previous = Arrays.copyOf(previous, size);
            copy.stackAccess = Arrays.copyOf(stackAccess, size);
            copy.links = Arrays.copyOf(links, size);
        } else {
            System.arraycopy(slots, 0, copy.slots, 0, size);
            System.arraycopy(previous, 0, copy.previous, 0, size);
            System.arraycopy(stackAccess, 0, copy.stackAccess, 0, size);
            System.arraycopy(links, 0, copy.links, 0, size);
        }
        copy.size = size;
        return copy;
    }

    /// Notes that the path came from `from` to `slot`.
    public void add(int slot, int from, int access, long linked) {
        if (size == slots.length) {
            int more = size * 2;
            slots = Arrays.copyOf(slots, more);
            previous = Arrays.copyOf(previous, more);
            stackAccess = Arrays.copyOf(stackAccess, more);
            links = Arrays.copyOf(links, more);
        }
        slots[size] = slot;
        previous[size] = from;
        stackAccess[size] = access;
        links[size] = linked;
        size++;
    }

    /// Adds to the newest note.
    public void amend(int access, long linked) {
        if (access != NO_STACK_ACCESS) {
            stackAccess[size - 1] = access;
        }
        links[size - 1] = linked;
    }

    /// How many notes there are.
    public int size() {
        return size;
    }

    /// Forgets everything.
    public void clear() {
        size = 0;
    }

    /// The instruction of note `at`.
    public int slot(int at) {
        return slots[at];
    }

    /// The instruction before that.
    public int previous(int at) {
        return previous[at];
    }

    /// Which slot of which frame's stack it used: `frame << 8 | slot`, or [#NO_STACK_ACCESS].
    public int stackAccess(int at) {
        return stackAccess[at];
    }

    /// Which registers and slots it refined together, as the walk back packs them.
    public long links(int at) {
        return links[at];
    }
}
