package dev.skep.vm;

import java.util.Map;

/// The helper functions, and the kernel functions, that programs of one host may call.
@FunctionalInterface
public interface HelperLibrary {
    /// A library without any function.
    HelperLibrary NONE = of(Map.of());

    /// What stands behind the helper `id`.
    Binding find(int id);

    /// What stands behind the kernel function `name`; the name is empty where the program does not
    /// say what it calls.
    default Binding kfunc(String name) {
        return new Binding.Unavailable("this run was given no kernel functions");
    }

    /// A library of `functions` by id.
    static HelperLibrary of(Map<Integer, HelperFunction> functions) {
        Map<Integer, HelperFunction> copy = Map.copyOf(functions);
        return id -> {
            HelperFunction function = copy.get(id);
            return function == null
                    ? new Binding.Unavailable("this run was given no helper function " + id)
                    : new Binding.Available(function);
        };
    }

    /// A function, or why there is none.
    sealed interface Binding {
        /// It can be called.
        record Available(HelperFunction function) implements Binding {}

        /// It can be called, and works on the map that one of its arguments names.
        ///
        /// @param argument which one, 0 for r1
        record OnMap(int argument, MapFunction function) implements Binding {}

        /// It cannot, for a reason that reads well behind a colon.
        record Unavailable(String reason) implements Binding {}
    }
}
