package dev.skep.vm;

import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.Kfunc;
import dev.skep.spec.Kfuncs;
import dev.skep.spec.ProgramType;
import java.util.Optional;

/// A call of one helper function, or kernel function, from one program.
///
/// @param name the full name, or the number where there is none
/// @param binding what stands behind it
/// @param arguments what it demands of its arguments, where a row says
/// @param mayReturnNull whether r0 is a pointer that may be NULL
/// @param kernelRefusal what the kernel says to programs that may not call it
record HelperCall(
        String name,
        HelperLibrary.Binding binding,
        Optional<ArgumentCheck> arguments,
        boolean mayReturnNull,
        String kernelRefusal) {
    static HelperCall of(int id, HelperLibrary library, ProgramType type) {
        Optional<Helper> row = Helpers.byId(id);
        String name = row.map(Helper::fullName).orElse("helper function " + id);
        return new HelperCall(
                name,
                library.find(id),
                row.map(h -> type == null ? h.arguments() : h.arguments(type))
                        .map(ArgumentCheck::new),
                row.filter(h -> h.returns().name().endsWith("_OR_NULL")).isPresent(),
                "program of this type cannot use helper %s#%d".formatted(name, id));
    }

    /// A call of the kernel function `name`, which is empty if nobody knows it.
    static HelperCall ofKfunc(String name, int btfId, HelperLibrary library) {
        Optional<Kfunc> row = Kfuncs.byName(name);
        return new HelperCall(
                name.isEmpty() ? "kernel function " + btfId : name,
                library.kfunc(name),
                row.map(ArgumentCheck::of),
                row.filter(k -> k.has(Kfunc.Flag.RET_NULL)).isPresent(),
                "calling kernel function %s is not allowed".formatted(name));
    }

    /// Checks the arguments in `registers` and calls the function.
    long call(Execution run, Code code, long[] registers) {
        return switch (binding) {
            case HelperLibrary.Binding.Available(HelperFunction function) -> {
                check(run, code, registers);
                yield function.call(
                        run, registers[1], registers[2], registers[3], registers[4], registers[5]);
            }
            case HelperLibrary.Binding.OnMap(int map, MapFunction function) -> {
                check(run, code, registers);
                yield function.call(
                        run,
                        run.mapOf(registers[map + 1]),
                        registers[map > 0 ? 1 : 2],
                        registers[map > 1 ? 2 : 3],
                        registers[map > 2 ? 3 : 4],
                        registers[map > 3 ? 4 : 5]);
            }
            case HelperLibrary.Binding.Unavailable(String reason) ->
                    throw new Fault(
                            TrapCode.NO_HELPER,
                            "%s is not available: %s".formatted(name, reason),
                            "run the program in a Linux kernel, or leave the call out",
                            kernelRefusal);
        };
    }

    private void check(Execution run, Code code, long[] registers) {
        if (arguments.isPresent()) {
            arguments.get().check(run, code, registers);
        }
    }
}
