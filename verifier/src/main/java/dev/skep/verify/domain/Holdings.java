package dev.skep.verify.domain;

import java.util.ArrayList;
import java.util.List;

/// What a path holds and must give back: references, locks, sections that it entered. Immutable.
///
/// @param held in the order of acquisition
/// @param locks how many of those are locks
/// @param preemptionOff how often preemption was switched off
/// @param rcu how many RCU read sections are open
/// @param interrupts the id of the innermost saved interrupt state, 0 if there is none
public record Holdings(List<Held> held, int locks, int preemptionOff, int rcu, int interrupts) {
    /// Nothing.
    public static final Holdings NONE = new Holdings(List.of(), 0, 0, 0, 0);

    /// What can be held.
    public enum Type {
        /// An acquired object.
        REFERENCE,
        /// A saved interrupt state.
        INTERRUPTS,
        /// A spin lock.
        LOCK
    }

    /// One thing held.
    ///
    /// @param since the instruction that acquired it
    /// @param owner of a lock: what it lies in; `null` otherwise
    public record Held(Type type, int id, int since, Object owner) {}

    /// Copies the list.
    public Holdings {
        held = List.copyOf(held);
    }

    /// The same with one thing more.
    public Holdings with(Held one) {
        List<Held> more = new ArrayList<>(held);
        more.add(one);
        return new Holdings(
                more, one.type == Type.LOCK ? locks + 1 : locks, preemptionOff, rcu, interrupts);
    }

    /// The same without the reference `id`; the same object if it is not held.
    public Holdings without(int id) {
        for (Held one : held) {
            if (one.type == Type.REFERENCE && one.id == id) {
                return without(one);
            }
        }
        return this;
    }

    /// The same without `one`.
    public Holdings without(Held one) {
        List<Held> rest = new ArrayList<>(held);
        rest.remove(one);
        return new Holdings(
                rest, one.type == Type.LOCK ? locks - 1 : locks, preemptionOff, rcu, interrupts);
    }

    /// The lock taken last, or `null`.
    public Held lastLock() {
        return held.stream().filter(h -> h.type == Type.LOCK).reduce((_, b) -> b).orElse(null);
    }

    /// Whether the reference `id` is held.
    public boolean holds(int id) {
        return held.stream().anyMatch(h -> h.type == Type.REFERENCE && h.id == id);
    }

    /// The first reference that is held, or `null`.
    public Held firstReference() {
        return held.stream().filter(h -> h.type == Type.REFERENCE).findFirst().orElse(null);
    }

    /// The same with that many sections without preemption.
    public Holdings withPreemptionOff(int count) {
        return new Holdings(held, locks, count, rcu, interrupts);
    }

    /// The same with that many RCU read sections.
    public Holdings withRcu(int count) {
        return new Holdings(held, locks, preemptionOff, count, interrupts);
    }
}
