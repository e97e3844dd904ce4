package dev.skep.cli;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.SkepException;
import dev.skep.isa.IsaCode;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.object.ObjectFunction;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Verifies the programs of an object file, each on its own: one that cannot be linked does not
/// keep the others from their verdicts.
///
/// @param wanted names of programs or sections; empty for all
/// @param type what the programs attach to, over what their sections say; `null` for that
/// @param attachType the same for the expected attach type
/// @param globals values of variables, set before loading
record ObjectCheck(
        TargetKernel target,
        ProgramCheck check,
        Set<String> wanted,
        ProgramType type,
        AttachType attachType,
        Map<String, String> globals) {
    /// The outcomes in the order of the file; one without a program if it cannot be read.
    List<Outcome> outcomes(Path file) {
        String name = file.toString();
        try {
            BpfObject object = InputFile.read(file, BpfObject::read);
            LinkOptions options = target.verifierOptions(object).withGlobals(globals);
            List<ObjectFunction> functions =
                    object.programs().stream().filter(this::wants).toList();
            Optional<LinkedObject> linked = linked(object, options, functions);
            return functions.parallelStream()
                    .map(
                            function ->
                                    linked.map(all -> verify(name, function, all))
                                            .orElseGet(
                                                    () -> alone(name, object, options, function)))
                    .toList();
        } catch (SkepException e) {
            return List.of(Outcome.failed(Outcome.Subject.of(name), e.diagnostic().in(name)));
        } catch (UncheckedIOException e) {
            return unreadable(name, e.getCause());
        } catch (IOException e) {
            return unreadable(name, e);
        }
    }

    /// The outcome of a file that cannot be read.
    static List<Outcome> unreadable(String name, IOException e) {
        return List.of(
                Outcome.failed(
                        Outcome.Subject.of(name),
                        Diagnostic.of(CliCode.FILE, FileProblem.describe(e))));
    }

    private boolean wants(ObjectFunction program) {
        return wanted.isEmpty()
                || wanted.contains(program.name())
                || wanted.contains(program.section());
    }

    /// All programs together; empty if one of them cannot be linked.
    private static Optional<LinkedObject> linked(
            BpfObject object, LinkOptions options, List<ObjectFunction> functions) {
        Set<String> names =
                functions.stream().map(ObjectFunction::name).collect(Collectors.toSet());
        try {
            return Optional.of(object.link(options.withPrograms(names)));
        } catch (SkepException oneDoesNotLink) {
            return Optional.empty();
        }
    }

    private Outcome alone(
            String file, BpfObject object, LinkOptions options, ObjectFunction function) {
        try {
            LinkOptions own = options.withPrograms(Set.of(function.name()));
            return verify(file, function, object.link(own));
        } catch (SkepException e) {
            Outcome.Subject subject = Outcome.Subject.of(file, function);
            Diagnostic why = e.diagnostic().in(file);
            return why.code() instanceof IsaCode
                    ? Outcome.undecodable(subject, why)
                    : Outcome.failed(subject, why);
        }
    }

    private Outcome verify(String file, ObjectFunction function, LinkedObject linked) {
        Program program = overridden(linked.program(function.name()));
        return check.outcome(file, program)
                .explained(why -> LinkCauses.explained(why, program, linked.core()));
    }

    private Program overridden(Program program) {
        if (type == null && attachType == null) {
            return program;
        }
        ProgramType chosen = type == null ? program.type() : type;
        int inherited = chosen == program.type() ? program.attachType() : 0;
        return program.as(
                chosen,
                attachType == null ? inherited : attachType.id(),
                program.flags(),
                program.attachTarget());
    }
}
