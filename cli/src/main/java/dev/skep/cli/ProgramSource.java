package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import dev.skep.isa.classic.ClassicReader;
import dev.skep.isa.classic.ClassicTranslator;
import dev.skep.isa.classic.Flavour;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.object.ObjectFunction;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Privilege;
import dev.skep.verify.Verdict;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The arguments that say which program to run: one of an object, or a classic filter.
final class ProgramSource {
    /// An object, or a classic filter.
    static final class Input {
        @Parameters(
                paramLabel = "OBJECT",
                description = "an eBPF object file, as clang -target bpf -c makes them")
        Path object;

        @Option(
                names = "--cbpf",
                paramLabel = "FILE",
                description = "instead of an object: a classic filter, as tcpdump -ddd prints it")
        Path classic;
    }

    /// What was chosen.
    ///
    /// @param others programs of the same object that the chosen one may call by tail call
    record Chosen(
            Program program, List<Program> others, List<MapDefinition> maps, Optional<Btf> btf) {}

    @ArgGroup(multiplicity = "1")
    private Input input;

    @Option(
            names = "--prog",
            paramLabel = "NAME",
            description = "the program, where the object has several")
    private String name;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "its type, over what its section says: xdp, sched_cls, socket_filter",
            converter = ProgramTypeConverter.class,
            completionCandidates = ProgramTypeConverter.Candidates.class)
    private ProgramType type;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "give a global variable another value before loading")
    private Map<String, String> globals = new LinkedHashMap<>();

    @Mixin private TargetKernel target;

    Chosen choose() throws IOException {
        return input.classic == null ? fromObject() : fromFilter();
    }

    /// What the verifier says of the chosen programs, the one that shall run first. Classic filters
    /// are checked when they are read, and are not asked about.
    List<Outcome> verify(Chosen chosen) {
        if (input.classic != null) {
            return List.of();
        }
        ProgramCheck check =
                new ProgramCheck(target, Privilege.PRIVILEGED, ProgramCheck.Trace.NONE);
        return Stream.concat(Stream.of(chosen.program()), chosen.others().stream())
                .map(program -> check.outcome(input.object.toString(), program))
                .toList();
    }

    /// The chosen programs that can be compiled, by name.
    ///
    /// @param verdicts of [#verify]
    Map<String, VerifiedProgram> verified(Chosen chosen, List<Outcome> verdicts) {
        Map<String, VerifiedProgram> verified = new LinkedHashMap<>();
        for (Outcome outcome : verdicts) {
            outcome.verified().ifPresent(p -> verified.put(outcome.subject().program(), p));
        }
        // The verifier is not asked whether a filter may run, but it has to prove what the compiler
        // relies on.
        if (input.classic != null
                && Verifier.verify(chosen.program(), VerifierOptions.standard())
                        instanceof Verdict.Accepted(VerifiedProgram filter, _)) {
            verified.put(chosen.program().name(), filter);
        }
        return verified;
    }

    private Chosen fromFilter() throws IOException {
        Program program =
                InputFile.read(
                        input.classic,
                        bytes ->
                                Program.of(
                                        "filter",
                                        ProgramType.SOCKET_FILTER,
                                        ClassicTranslator.translate(
                                                ClassicReader.read(
                                                        new String(bytes, StandardCharsets.UTF_8)),
                                                Flavour.SOCKET_FILTER)));
        return new Chosen(program, List.of(), List.of(), Optional.empty());
    }

    private Chosen fromObject() throws IOException {
        BpfObject object = InputFile.read(input.object, BpfObject::read);
        LinkOptions options = target.linkOptions(object);
        return InputFile.named(input.object, () -> link(object, options));
    }

    private Chosen link(BpfObject object, LinkOptions options) {
        String chosen = choose(object);
        Set<String> companions = companions(object, chosen);
        Map<String, ProgramType> overrides = type == null ? Map.of() : Map.of(chosen, type);
        LinkedObject linked =
                object.link(
                        options.withGlobals(globals).withTypes(overrides).withPrograms(companions));
        Program program = linked.program(chosen);
        List<Program> others =
                linked.programs().stream().filter(p -> !p.name().equals(chosen)).toList();
        return new Chosen(program, others, linked.maps(), object.btf());
    }

    /// The chosen program and those that program arrays name.
    private static Set<String> companions(BpfObject object, String chosen) {
        Set<String> names =
                object.maps().stream()
                        .flatMap(m -> m.slots().stream())
                        .map(MapDefinition.Slot::target)
                        .filter(n -> object.programs().stream().anyMatch(p -> p.name().equals(n)))
                        .collect(Collectors.toSet());
        names.add(chosen);
        return names;
    }

    private String choose(BpfObject object) {
        if (name != null) {
            return object.program(name).name();
        }
        List<ObjectFunction> all = object.programs();
        List<ObjectFunction> candidates = all.stream().filter(this::runsHere).toList();
        if (candidates.size() == 1) {
            return candidates.getFirst().name();
        }
        if (all.size() == 1 && type != null) {
            return all.getFirst().name();
        }
        String names = all.stream().map(ObjectFunction::name).collect(Collectors.joining(", "));
        String problem =
                candidates.isEmpty()
                        ? "the object has no program that runs over packets"
                        : "the object has " + candidates.size() + " programs that run over packets";
        Diagnostic diagnostic =
                Diagnostic.of(CliCode.WHICH_PROGRAM, problem)
                        .at(new Place.Named(all.size() == 1 ? "its program" : "its programs"))
                        .because(names.isEmpty() ? "it has no programs at all" : "it has " + names);
        throw new LinkException(
                diagnostic.fix(
                        candidates.isEmpty()
                                ? "name one with --prog and say what it is with --type"
                                : "name one with --prog"));
    }

    private boolean runsHere(ObjectFunction function) {
        return function.type().filter(t -> t.jvm().available()).isPresent();
    }
}
