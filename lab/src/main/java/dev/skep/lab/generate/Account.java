package dev.skep.lab.generate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// What registers and stack slots hold at one point of a function, and what has to be done before
/// it ends.
final class Account {
    /// How many of the registers programs may write.
    static final int WRITABLE = 10;

    private static final int SLOTS = 64;
    private static final Value UNSET = new Value.Unset();

    private final Value[] registers = new Value[WRITABLE];
    private final Value[] slots = new Value[SLOTS];
    private final Map<Integer, Integer> proven = new HashMap<>();
    private final Set<Integer> references = new HashSet<>();
    private final Set<Integer> kept = new HashSet<>();

    Account() {
        Arrays.fill(registers, UNSET);
        Arrays.fill(slots, UNSET);
    }

    Account copy() {
        Account copy = new Account();
        System.arraycopy(registers, 0, copy.registers, 0, WRITABLE);
        System.arraycopy(slots, 0, copy.slots, 0, SLOTS);
        copy.proven.putAll(proven);
        copy.references.addAll(references);
        copy.kept.addAll(kept);
        return copy;
    }

    /// Forgets what does not hold in `other` as well.
    void join(Account other) {
        for (int i = 0; i < WRITABLE; i++) {
            registers[i] = Value.join(registers[i], other.registers[i]);
        }
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = Value.join(slots[i], other.slots[i]);
        }
        proven.replaceAll((anchor, n) -> Math.min(n, other.proven(anchor)));
    }

    Value register(int number) {
        return number == WRITABLE ? new Value.Frame(0) : registers[number];
    }

    void set(int number, Value value) {
        registers[number] = value;
    }

    /// What the 8 bytes at `offset` from r10 hold; offsets are negative multiples of 8.
    Value slot(int offset) {
        return slots[-offset / 8 - 1];
    }

    void setSlot(int offset, Value value) {
        slots[-offset / 8 - 1] = value;
    }

    /// A register that holds such a value, or -1.
    int find(Dice dice, Predicate<Value> wanted) {
        int start = dice.below(WRITABLE);
        for (int i = 0; i < WRITABLE; i++) {
            int number = (start + i) % WRITABLE;
            if (wanted.test(registers[number])) {
                return number;
            }
        }
        return -1;
    }

    /// The offset of a stack slot that holds such a value, or 0.
    int findSlot(Predicate<Value> wanted) {
        for (int i = 0; i < SLOTS; i++) {
            if (wanted.test(slots[i])) {
                return -8 * (i + 1);
            }
        }
        return 0;
    }

    /// Changes every value.
    void update(UnaryOperator<Value> change) {
        Arrays.setAll(registers, i -> change.apply(registers[i]));
        Arrays.setAll(slots, i -> change.apply(slots[i]));
    }

    /// How many bytes behind an anchor are proven.
    int proven(int anchor) {
        return proven.getOrDefault(anchor, 0);
    }

    void prove(int anchor, int bytes) {
        proven.merge(anchor, bytes, Math::max);
    }

    /// The references that have to be given back.
    Set<Integer> references() {
        return references;
    }

    /// Registers that must keep what they hold.
    Set<Integer> kept() {
        return kept;
    }
}
