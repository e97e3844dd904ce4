/// Helper functions: one class per family, bound to the rows of [dev.skep.spec].
///
/// In: five register values and the run they belong to. Out: r0.
package dev.skep.helper;
