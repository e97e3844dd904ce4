package dev.skep.map;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.host.EventSink;
import dev.skep.host.EventStream;
import dev.skep.memory.Block;
import dev.skep.program.MapDefinition;
import dev.skep.timer.TimerTable;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A map in this JVM: besides the port for user space, the side that programs see, where keys and
/// values are off-heap addresses and errors are negative errnos. Nothing on that side checks
/// addresses: a checked caller does so beforehand. Operations that a type does not have answer as
/// the kernel's do: nothing found, or a negative errno.
///
/// Values stay where they are as long as the map is reachable, closed or not. Whoever keeps an
/// address keeps the map.
public abstract class JvmMap extends UserSide implements BpfMap, ProgramSide {
    private final Block handle = new Block(Long.BYTES);
    private final int id;

    /// How values are copied.
    final ValueFields fields;

    private final ElementTimers timers;

    /// Creates a map and names it in `registry`.
    JvmMap(MapDefinition definition, Registry registry) {
        super(definition);
        fields = ValueFields.of(definition);
        timers = ElementTimers.of(fields, registry, handle.address());
        id = registry.add(this);
    }

    /// What stands for this map in registers and in maps of maps: an address of its own, never 0,
    /// behind which programs find nothing.
    public final long handle() {
        return handle.address();
    }

    /// The number by which user space names this map, at least 1.
    public final int id() {
        return id;
    }

    /// Whether programs may read values: without `BPF_F_WRONLY_PROG`.
    public final boolean programsMayRead() {
        return (definition().flags() & MapFlags.WRONLY_PROG) == 0;
    }

    /// Whether programs may write values: without `BPF_F_RDONLY_PROG`, and no targets of redirects.
    /// That a map is frozen binds user space alone.
    public boolean programsMayWrite() {
        return (definition().flags() & MapFlags.RDONLY_PROG) == 0;
    }

    /// The operations of compiled programs on this map's elements: this map itself, or a record in
    /// its stead that does the same faster. Whoever keeps it keeps the map's memory.
    public ProgramSide programSide() {
        return this;
    }

    /// {@inheritDoc} There is none in a map without keys.
    @Override
    public long lookup(long key, int cpu) {
        return 0;
    }

    /// {@inheritDoc} `EINVAL` where programs may not update.
    @Override
    public long update(long key, long value, long flags, int cpu) {
        return Errno.EINVAL.result();
    }

    /// {@inheritDoc} `EINVAL` where programs may not delete.
    @Override
    public long delete(long key) {
        return Errno.EINVAL.result();
    }

    /// Appends a copy of the value at address `value` to a queue, stack or bloom filter.
    ///
    /// @return 0 or a negative errno
    public long push(long value, long flags) {
        return Errno.EINVAL.result();
    }

    /// Moves the next value of a queue or stack to address `value`, which becomes all zero if there
    /// is none.
    ///
    /// @return 0 or a negative errno
    public long pop(long value) {
        return Errno.EINVAL.result();
    }

    /// Copies the next value of a queue or stack to address `value`; of a bloom filter: says
    /// whether the value at that address may be in the set.
    ///
    /// @return 0 or a negative errno
    public long peek(long value) {
        return Errno.EINVAL.result();
    }

    /// Calls `visitor` with every element, as `bpf_for_each_map_elem` does, until it answers other
    /// than 0. Elements that come or go meanwhile may be left out.
    ///
    /// @return the number of calls, or a negative errno where the type cannot
    public long forEach(int cpu, Visitor visitor) {
        return Errno.EINVAL.result();
    }

    /// The start of the value that `address` points into, or 0 if it points to no value of this
    /// map. A value extends over [#valueExtent()] bytes.
    public long valueAt(long address) {
        return 0;
    }

    /// How many bytes behind the start of a value a program may touch.
    public long valueExtent() {
        return definition().valueSize();
    }

    /// The key of the element whose value starts at `value`: where it stands, or `room`, 8 bytes,
    /// to which it was written. Only maps whose values may hold timers have it; others answer 0.
    public long keyOf(long value, long room) {
        return 0;
    }

    @Override
    long userLookup(long key, long value) {
        long found = lookup(key, 0);
        if (found == 0) {
            return Errno.ENOENT.result();
        }
        fields.copy(found, value);
        return 0;
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        return update(key, value, flags, 0);
    }

    @Override
    long userDelete(long key) {
        return delete(key);
    }

    /// Where in a value its `struct bpf_spin_lock` stands, in bytes; -1 if there is none.
    public final int lockOffset() {
        return fields.lockOffset();
    }

    /// Where in a value its `struct bpf_timer` stands, in bytes; -1 if there is none.
    public final int timerOffset() {
        return fields.timerOffset();
    }

    /// The timers in its values; empty if there can be none: in a map without such a field, or of a
    /// host without clocks.
    public final Optional<TimerTable> timers() {
        return Optional.ofNullable(timers.table());
    }

    /// What is to be done about the timers of elements that come and go.
    final ElementTimers elementTimers() {
        return timers;
    }

    /// {@inheritDoc}
    ///
    /// Its timers stop for good; a callback that runs has ended, unless that is what closes it.
    @Override
    public void close() {
        super.close();
        timers.close();
    }

    /// The values in memory; only arrays with `BPF_F_MMAPABLE` have it.
    @Override
    public MemorySegment memory() {
        checkOpen();
        throw Refusal.unsupported(definition(), "memory", Errno.ENOTSUPP);
    }

    /// What sends records to programs; only user ring buffers have it.
    @Override
    public EventSink sink() {
        throw Refusal.unsupported(definition(), "sink", Errno.EINVAL);
    }

    /// What programs sent; only ring buffers and perf-event arrays have it.
    @Override
    public EventStream events() {
        throw Refusal.unsupported(definition(), "events", Errno.EINVAL);
    }

    /// Sees one element of a map.
    @FunctionalInterface
    public interface Visitor {
        /// @param key the address of the key
        /// @param value the address of the value
        /// @return 0 to go on
        long visit(long key, long value);
    }
}
