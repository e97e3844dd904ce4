/// Maps: one class per map type over off-heap memory, with Linux's semantics.
///
/// In: a [dev.skep.program.MapDefinition]. Out: a `JvmMap`.
package dev.skep.map;
