/// Maps: one class per map type over off-heap memory, with Linux's semantics.
///
/// In: a [dev.skep.program.MapDefinition], given to [dev.skep.map.JvmMaps]. Out: a
/// [dev.skep.map.JvmMap], whose two sides are the port for user space and operations by address for
/// programs. Compiled programs use its [dev.skep.map.ProgramSide], which is a record where that
/// makes the sizes and addresses of a map constants of their code.
///
/// Hash maps stand on `HashTable`: chains of elements that hang from `Buckets`. Elements are slots
/// of a `Slab`, as are the nodes of an `LpmTrie`: memory that is recycled within its map, so that
/// late readers stay inside it. Readers take no lock: they note a version, and look again if a
/// writer was about. Writers spin on words in memory that are held for some dozen instructions, in
/// this order: a line of buckets, then a list of free slots; so none waits for another that waits
/// for it. Nothing that programs do with elements allocates on the heap.
///
/// Read [dev.skep.map.JvmMap] first.
package dev.skep.map;
