/// Off-heap memory by address: the only place that reinterprets addresses.
///
/// In: addresses that the caller knows to be good, for nothing here checks them. Out: bytes. Read
/// [dev.skep.memory.OffHeap] first; [dev.skep.memory.Block] is where addresses come from.
package dev.skep.memory;
