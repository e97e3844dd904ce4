package dev.skep.vm;

import dev.skep.map.JvmMap;

/// The body of a helper function that works on a map: the map itself stands in the place of the
/// argument that named it, so that compiled code can bind the body to a map that it knows. The same
/// holds of arguments as in [HelperFunction].
@FunctionalInterface
public interface MapFunction {
    /// Does its work for `run` on `map`, and returns r0.
    ///
    /// @param a the first of the other arguments, in their order; `b`, `c` and `d` follow
    long call(Execution run, JvmMap map, long a, long b, long c, long d);
}
