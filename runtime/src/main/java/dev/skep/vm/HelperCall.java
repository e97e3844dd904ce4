package dev.skep.vm;

import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.ProgramType;
import java.util.Optional;

/// A call of one helper function, from one program.
///
/// @param binding what stands behind it
/// @param arguments what it demands of its arguments, where a row says
record HelperCall(int id, HelperLibrary.Binding binding, Optional<ArgumentCheck> arguments) {
    static HelperCall of(int id, HelperLibrary library, ProgramType type) {
        Optional<Helper> row = Helpers.byId(id);
        return new HelperCall(
                id,
                library.find(id),
                row.map(h -> type == null ? h.arguments() : h.arguments(type))
                        .map(ArgumentCheck::new));
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
                            "%s is not available: %s".formatted(name(), reason),
                            "run the program in a Linux kernel, or leave the call out",
                            "program of this type cannot use helper %s#%d".formatted(name(), id));
        };
    }

    private void check(Execution run, Code code, long[] registers) {
        if (arguments.isPresent()) {
            arguments.get().check(run, code, registers);
        }
    }

    /// Whether r0 is a pointer that may be NULL.
    boolean mayReturnNull() {
        return Helpers.byId(id).filter(h -> h.returns().name().endsWith("_OR_NULL")).isPresent();
    }

    /// The name, or the number where there is none.
    String name() {
        return Helpers.byId(id).map(Helper::fullName).orElse("helper function " + id);
    }
}
