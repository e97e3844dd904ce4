package dev.skep.lab.generate;

import java.util.List;

/// A function of the program beside its entry.
///
/// @param label where it starts
/// @param type the id of its type
/// @param parameters what it was written to be called with
/// @param result what it returns
record Function(
        Kind kind, int label, int type, List<Value> parameters, Value result, List<Line> lines) {
    /// Who calls it.
    enum Kind {
        /// The program, which the kernel verifies together with it.
        STATIC,
        /// The program; the kernel verifies it by itself.
        GLOBAL,
        /// The kernel.
        CALLBACK
    }
}
