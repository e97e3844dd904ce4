package dev.skep.linux;

import dev.skep.isa.Insn;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.KernelVersion;
import dev.skep.spec.MapType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What programs and maps use that is younger than the running kernel: kernels refuse it in words
/// that do not say so. Distributions bring some of it to older kernels, so that it explains a
/// refusal and is none.
final class Novelties {
    private Novelties() {}

    /// Those of a program: `helper bpf_loop came with Linux 5.17, and this is 5.10`.
    static List<String> of(Program program) {
        return of(program, here());
    }

    static List<String> of(Program program, KernelVersion here) {
        Set<String> found = new LinkedHashSet<>();
        add(found, "program type " + program.type().shortName(), program.type().since(), here);
        for (Insn insn : program.code().insns()) {
            if (insn instanceof Insn.CallHelper call) {
                Optional<Helper> helper = Helpers.byId(call.id());
                helper.ifPresent(h -> add(found, "helper " + h.fullName(), h.since(), here));
            }
        }
        return List.copyOf(found);
    }

    /// That of a map.
    static Optional<String> of(MapDefinition map) {
        Set<String> found = new LinkedHashSet<>();
        MapType type = map.type();
        add(found, "map type " + type.shortName(), type.since(), here());
        return found.stream().findFirst();
    }

    private static void add(
            Set<String> found, String what, KernelVersion since, KernelVersion here) {
        if (since.compareTo(here) > 0) {
            found.add("%s came with Linux %s, and this is %s".formatted(what, since, here));
        }
    }

    private static KernelVersion here() {
        int code = new RunningKernel().version();
        return new KernelVersion(code >> 16, code >> 8 & 0xff);
    }
}
