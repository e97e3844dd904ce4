/// Maps: one class per map type over off-heap memory, with Linux's semantics.
///
/// In: a [dev.skep.program.MapDefinition], given to [dev.skep.map.JvmMaps]. Out: a
/// [dev.skep.map.JvmMap], whose two sides are the port for user space and operations by address for
/// programs. Hash maps stand on `HashTable`, whose elements are slots of a `Slab`, as are the nodes
/// of a trie: memory that is recycled within its map, so that late readers stay inside it. Read
/// [dev.skep.map.JvmMap] first.
package dev.skep.map;
