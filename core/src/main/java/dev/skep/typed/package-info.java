/// Maps and events as Java values: records, numbers, enums, arrays.
///
/// In: a map of any host, with the types that its object carries, or a layout. Out: its keys and
/// values as instances of Java classes, checked once, when the view is made, to fit. Read
/// [dev.skep.typed.TypedMap] first; [dev.skep.typed.TypedEvents] is the same for ring buffers and
/// perf-event arrays.
///
/// A [dev.skep.typed.Shape] says how bytes are laid out, a codec how they become a value and back;
/// [dev.skep.typed.Codecs] finds the codec for a class and a shape, or says why there is none.
package dev.skep.typed;
