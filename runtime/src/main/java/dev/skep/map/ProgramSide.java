package dev.skep.map;

/// The operations by which programs reach the elements of a map. Keys and values are off-heap
/// addresses of as many bytes as the map's definition says, at any alignment; nothing checks them.
/// Errors are negative errnos. Safe for many threads, and nothing here allocates on the heap.
///
/// Compiled programs hold [JvmMap#programSide()] as a constant. HotSpot trusts the final fields of
/// records, not those of ordinary classes: where this is a record, the sizes and addresses that it
/// carries are constants of the compiled code, too.
public interface ProgramSide {
    /// The address of the value under the key at address `key`, as seen on `cpu`; 0 if there is
    /// none. In a map of maps: the inner map's [JvmMap#handle()].
    long lookup(long key, int cpu);

    /// Copies the value at address `value` under the key at address `key`.
    ///
    /// @param flags those of [dev.skep.host.BpfMap#update]
    /// @return 0 or a negative errno
    long update(long key, long value, long flags, int cpu);

    /// Removes the key at address `key`.
    ///
    /// @return 0 or a negative errno
    long delete(long key);
}
