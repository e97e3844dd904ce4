package dev.skep.cli;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.object.CoreResolution;
import dev.skep.program.Program;
import java.util.List;

/// What linking knows about an instruction that the verifier rejects: where the kernel lacks what a
/// CO-RE relocation asks for, the linker puts a call that no kernel takes.
final class LinkCauses {
    private LinkCauses() {}

    /// The diagnostic, with the relocation as a cause where there is one.
    static Diagnostic explained(Diagnostic why, Program program, List<CoreResolution> core) {
        if (!(why.place() instanceof Place.InProgram at)) {
            return why;
        }
        return program.subprogramAt(at.index())
                .flatMap(
                        function ->
                                core.stream()
                                        .filter(r -> r.targetValue().isEmpty())
                                        .filter(r -> r.function().equals(function.name()))
                                        .filter(r -> r.slot() == at.index() - function.start())
                                        .findFirst())
                .map(missing -> explained(why, missing))
                .orElse(why);
    }

    private static Diagnostic explained(Diagnostic why, CoreResolution missing) {
        return why.because(
                        "the instruction asks for %s of %s, which the kernel's types lack: %s"
                                .formatted(missing.kind(), missing.spec(), missing.reason()))
                .fix(
                        "test with bpf_core_field_exists or bpf_core_type_exists before it is"
                                + " used, or name other types with --btf");
    }
}
