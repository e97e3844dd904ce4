package dev.skep.cli;

import dev.skep.cli.json.Json;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import dev.skep.diag.SkepException;
import dev.skep.linux.KernelVerifier;
import dev.skep.object.BpfObject;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Privilege;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skep verify`.
@Command(
        name = "verify",
        description = "Says of each program whether the Linux kernel would load it, and why not.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json, one object a line and program:%n",
        footer = {
            "  object, program, name (the same), section, type, attachType",
            "  verdict      accepted, rejected or undecided; null for a file that cannot be",
            "               read",
            "  code, message, kernelMessage, causes[], remedy: the diagnostic",
            "  instruction, instructionText, function: where",
            "  source       an object: file, line, column, text",
            "  construct    what the verifier does not know, if it is undecided",
            "  error        why there was nothing to verify: the file or program is broken",
            "  processed, states, peakStates, stack (bytes), micros: what it took",
            "  log[]        the trace (only with --log)",
            "  kernel       only with --host linux, an object: verdict (accepted, rejected, not",
            "               asked), errno, message, agrees (with ours), explained[] (the codes",
            "               whose pages explain its message), processed, log[]",
            "What does not apply is null.",
            "%nExit codes: 1 if a program was rejected; else 3 if a file could not be read or",
            "a program not be linked; else 4 if the running kernel refused one (--host linux);",
            "else 5 if one was undecided; else 0.",
            "%nTypes of the kernel come from --btf; without it from the running kernel, if",
            "the object needs any; where there are none, from the object itself.",
            "%nExamples:",
            "  skep verify firewall.bpf.o",
            "  skep verify --json build/ | jq 'select(.verdict != \"accepted\")'",
            "  skep verify --prog drop --log firewall.bpf.o",
            "  skep verify --host linux firewall.bpf.o"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "object files, or folders with *.o files in them")
    private List<Path> files = List.of();

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description =
                    "programs without an object, a line of JSON each, as docs/verify.md describes"
                            + " them; - reads the standard input; may be repeated")
    private List<Path> rawFiles = List.of();

    @Option(
            names = "--prog",
            paramLabel = "NAME",
            description = "only this program, or the programs of this section; may be repeated")
    private Set<String> names = new LinkedHashSet<>();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "the programs' type, over what their sections say",
            converter = ProgramTypeConverter.class,
            completionCandidates = ProgramTypeConverter.Candidates.class)
    private ProgramType type;

    @Option(
            names = "--attach-type",
            paramLabel = "TYPE",
            description = "their expected attach type: cgroup_inet4_connect, tcx_ingress",
            converter = AttachTypeConverter.class,
            completionCandidates = AttachTypeConverter.Candidates.class)
    private AttachType attachType;

    @Option(names = "--unprivileged", description = "as for a user without CAP_BPF and CAP_PERFMON")
    private boolean unprivileged;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "give a global variable another value before loading")
    private Map<String, String> globals = new LinkedHashMap<>();

    @Option(names = "--log", description = "print the states on the way, as the kernel's log does")
    private boolean log;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "linux: ask the running kernel as well, which takes root, and put its verdict"
                            + " beside ours (default: jvm)",
            defaultValue = "jvm")
    private HostKind host;

    @Option(names = "--json", description = "print one JSON object a line and program")
    private boolean json;

    @Mixin private TargetKernel target;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (files.isEmpty() && rawFiles.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "name files, or --raw FILE");
        }
        if (host == HostKind.LINUX && unprivileged) {
            throw new ParameterException(
                    spec.commandLine(), "--host linux asks as who you are, not --unprivileged");
        }
        target.demand();
        return switch (host) {
            case JVM -> verify(Optional.empty());
            case LINUX -> {
                try (KernelVerifier running = KernelVerifier.open()) {
                    yield verify(Optional.of(running));
                }
            }
        };
    }

    private int verify(Optional<KernelVerifier> running) throws IOException {
        ProgramCheck check =
                new ProgramCheck(
                        target,
                        unprivileged ? Privilege.UNPRIVILEGED : Privilege.PRIVILEGED,
                        log ? ProgramCheck.Trace.KEPT : ProgramCheck.Trace.NONE,
                        running);
        ObjectCheck objects = new ObjectCheck(target, check, names, type, attachType, globals);
        RawCheck raw = new RawCheck(target, check, names);
        List<Path> objectFiles = objectFiles();
        Tally tally = new Tally();
        InOrder.map(objectFiles.stream(), objects::outcomes, found -> take(found, tally));
        for (Path file : rawFiles) {
            takeRaw(raw, file, tally);
        }
        for (String name : names) {
            if (!tally.knows(name)) {
                throw unknown(name, objectFiles);
            }
        }
        if (!json && tally.outcomes() != 1) {
            console.out().println(tally.summary());
        }
        return tally.exitCode();
    }

    private void take(List<Outcome> outcomes, Tally tally) {
        outcomes.forEach(tally::add);
        if (json) {
            outcomes.forEach(o -> console.out().println(Json.line(OutcomeJson.tree(o))));
        } else if (!outcomes.isEmpty()) {
            new OutcomePage(console, outcomes).lines().forEach(console.out()::println);
            console.out().println();
        }
    }

    /// Columns are as wide as the whole file needs them; lines of JSON need not wait.
    private void takeRaw(RawCheck raw, Path file, Tally tally) {
        if (json) {
            raw.outcomes(file, outcomes -> take(outcomes, tally));
        } else {
            List<Outcome> all = new ArrayList<>();
            raw.outcomes(file, all::addAll);
            take(all, tally);
        }
    }

    /// What was named, with the objects of a folder in its place.
    private List<Path> objectFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                try (Stream<Path> inside = Files.list(file)) {
                    inside.filter(p -> p.toString().endsWith(".o")).sorted().forEach(found::add);
                }
            } else {
                found.add(file);
            }
        }
        return found;
    }

    /// What to say of a name that no file has, with suggestions from the first.
    private static SkepException unknown(String name, List<Path> objectFiles) throws IOException {
        if (!objectFiles.isEmpty()) {
            BpfObject object = InputFile.read(objectFiles.getFirst(), BpfObject::read);
            InputFile.named(objectFiles.getFirst(), () -> object.program(name));
        }
        return new MalformedException(
                Diagnostic.of(CliCode.UNKNOWN_NAME, "no program is called " + name)
                        .at(new Place.Named("--prog")));
    }
}
