package dev.skep.lab.generate;

import java.util.List;

/// A function of the program beside its entry.
///
/// @param label where it starts
/// @param parameters what it was written to be called with
/// @param result what it returns
record Function(int label, List<Value> parameters, Value result, List<Line> lines) {}
