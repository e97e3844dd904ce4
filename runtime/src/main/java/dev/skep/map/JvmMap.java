package dev.skep.map;

import dev.skep.host.BpfMap;

/// A map in this JVM: besides the port for user space, the side that programs see, where keys and
/// values are off-heap addresses and errors are negative errnos. Nothing here checks addresses: a
/// checked caller does so beforehand.
public abstract class JvmMap implements BpfMap {
    /// For subclasses.
    protected JvmMap() {}

    /// The address of the value under the key at address `key`, as seen on `cpu`; 0 if there is
    /// none.
    public abstract long lookup(long key, int cpu);

    /// Copies the value at address `value` under the key at address `key`.
    ///
    /// @return 0 or a negative errno
    public abstract long update(long key, long value, long flags, int cpu);

    /// Removes the key at address `key`.
    ///
    /// @return 0 or a negative errno
    public abstract long delete(long key);

    /// The start of the value that `address` points into, or 0 if it points to no value of this
    /// map. A value extends over [#valueExtent()] bytes.
    public abstract long valueAt(long address);

    /// How many bytes behind the start of a value a program may touch.
    public abstract long valueExtent();
}
