package dev.skep.cli;

import dev.skep.asm.Dialect;
import dev.skep.asm.Printer;
import dev.skep.capture.Capture;
import dev.skep.cli.json.Json;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.hook.OutputFiles;
import dev.skep.hook.PacketHook;
import dev.skep.hook.PacketRun;
import dev.skep.hook.PacketRunOptions;
import dev.skep.hook.PacketRunOptions.OnTrap;
import dev.skep.hook.PacketSink;
import dev.skep.hook.PacketSummary;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelObject;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.LoadOptions;
import dev.skep.map.JvmMap;
import dev.skep.map.MapOptions;
import dev.skep.object.LinkedObject;
import dev.skep.packet.Origin;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.runtime.JvmProgram;
import dev.skep.verify.VerifiedProgram;
import dev.skep.vm.Environment;
import dev.skep.vm.RunOptions;
import dev.skep.vm.TextTracer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `skep run`.
@Command(
        name = "run",
        description = "Runs a program over the packets of a capture, in this JVM or in Linux.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json:%n",
        footer = {
            "  program, type, packetsFile, packets, bytes, nanos, packetsPerSecond",
            "  verdict      accepted or undecided; null if the verifier was not asked",
            "  engine       compiled or interpreter: what ran the program",
            "  notCompiled[]",
            "               program, diagnostic: programs that were accepted and are",
            "               interpreted all the same, those of tail calls among them",
            "  verdicts     an object: how often the program returned what (XDP_PASS, ...)",
            "  exits        an object: how many packets left where (passed, tx, ...)",
            "  traps        how many runs did what they must not",
            "  firstTrap    the first of their diagnostics, or null",
            "  maps[]       name, type, entries[] (key, value; values for per-CPU maps)",
            "  events[]     map, records[] (typed, else hexadecimal; the first --entries of",
            "               them), count, dropped",
            "  trace[]      the first 1,000 lines of bpf_printk",
            "  traceDropped how many more there were",
            "  files[]      what --out wrote",
            "%nThe verifier is asked first: a program that it rejects does not run. Where it",
            "cannot decide, a note says so. What it accepts is compiled; everything else, and",
            "what the compiler refuses, runs in the checked interpreter, in which no program",
            "can do harm. With --host linux it is in the kernel, whose own verifier decides",
            "(exit code 4 if it refuses); packets go nowhere there either, very short and",
            "very long ones it does not take, and bpf_printk is not shown.",
            "%nA trap ends the run; with --keep-going the packet is dropped and counted,",
            "and the run goes on. Either way the exit code is 1.",
            "%nExamples:",
            "  skep run firewall.bpf.o --packets mixed.pcap --out passed.pcap",
            "  skep run firewall.bpf.o --packets mixed.pcap --set limit=10 --json",
            "  tcpdump -ddd 'tcp port 80' > f; skep run --cbpf f --packets mixed.pcap"
        })
final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec;

    @Mixin private ProgramSource source;

    @Option(
            names = "--packets",
            required = true,
            paramLabel = "FILE",
            description = "the capture: pcap or pcapng")
    private Path packets;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "write the packets that pass to this capture; those that leave elsewhere go"
                            + " beside it: passed.tx.pcap, passed.redirect-3.pcap")
    private Path out;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "take the capture through N times",
            defaultValue = "1")
    private int repeat;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "stop after the first N packets of the capture")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--unverified",
            description = "do not ask the verifier first: the program is interpreted")
    private boolean unverified;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "where: jvm (default), or linux: a test run in the kernel for each packet,"
                            + " which takes root",
            defaultValue = "jvm")
    private HostKind host;

    @Option(names = "--interpret", description = "do not compile: run in the checked interpreter")
    private boolean interpret;

    @Option(
            names = "--trace",
            description = "print each instruction with what it changed; interprets")
    private boolean trace;

    @Option(
            names = "--keep-going",
            description = "drop and count packets on which the program traps")
    private boolean keepGoing;

    @Option(
            names = "--map-set",
            paramLabel = "MAP:KEY=VALUE",
            converter = MapSetting.Converter.class,
            description =
                    "put an element into a map before the run; KEY and VALUE are numbers, dotted"
                            + " addresses, or hex: and bytes, several joined by +:"
                            + " blocklist:24+203.0.113.0=0")
    private List<MapSetting> settings = List.of();

    @Option(
            names = "--event-type",
            paramLabel = "[MAP=]TYPE",
            description =
                    "the C type of the records in a ring buffer or perf-event array; a program tells it by a variable called like the map: const struct event *events_type;")
    private List<String> eventTypes = List.of();

    @Option(
            names = "--entries",
            paramLabel = "N",
            description = "print at most N elements of each map and N records (default 10)",
            defaultValue = "10")
    private int entries;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        positive("--repeat", repeat);
        positive("--limit", limit);
        positive("--entries", entries);
        if (host == HostKind.LINUX && (trace || keepGoing)) {
            throw new ParameterException(
                    spec.commandLine(), "--trace and --keep-going are for --host jvm");
        }
        ProgramSource.Chosen chosen = source.choose();
        List<Outcome> verdicts = unverified ? List.of() : source.verify(chosen);
        for (Outcome verdict : verdicts) {
            if (!allows(verdict)) {
                return ExitCode.REJECTED;
            }
        }
        return switch (host) {
            case JVM -> runHere(chosen, verdicts);
            case LINUX -> runInKernel(chosen, verdicts);
        };
    }

    private int runInKernel(ProgramSource.Chosen chosen, List<Outcome> verdicts)
            throws IOException {
        Program program = chosen.program();
        KernelRun.demandPackets(program.type());
        List<Program> programs = new ArrayList<>(chosen.others());
        programs.add(program);
        try (KernelHost kernel = KernelHost.open();
                Arena arena = Arena.ofConfined()) {
            Capture capture = InputFile.opened(packets, arena);
            LinkedObject linked = new LinkedObject(programs, chosen.maps(), List.of());
            KernelObject loaded = kernel.load(linked, LoadOptions.standard());
            settings.forEach(s -> s.applyTo(loaded.maps()));
            EventTypes types = EventTypes.of(chosen.btf(), chosen.maps(), eventTypes);
            KernelProgram subject = loaded.programs().getLast();
            RunReport report =
                    report(
                            new RunReport.Subject(
                                    program,
                                    packets,
                                    loaded.maps(),
                                    types,
                                    verdict(verdicts),
                                    Engine.LINUX),
                            capture,
                            new TraceLog(),
                            (progress, sink) ->
                                    KernelRun.over(
                                            capture, subject, repeat, limit, progress, sink));
            print(report);
            return ExitCode.DONE;
        }
    }

    private int runHere(ProgramSource.Chosen chosen, List<Outcome> verdicts) throws IOException {
        TraceLog log = new TraceLog();
        try (JvmHost host = new JvmHost(options(log));
                Arena arena = Arena.ofConfined()) {
            Capture capture = InputFile.opened(packets, arena);
            List<JvmMap> maps = chosen.maps().stream().map(host::createMap).toList();
            settings.forEach(s -> s.applyTo(maps));
            Loading loading = new Loading(host, maps, compilable(chosen, verdicts));
            chosen.others().forEach(loading::load);
            JvmProgram program = loading.load(chosen.program());
            loading.print(console);
            PacketHook hook = PacketHook.attach(program.execution(), Origin.LOOPBACK);
            RunReport report =
                    report(
                            new RunReport.Subject(
                                    chosen.program(),
                                    packets,
                                    maps,
                                    EventTypes.of(chosen.btf(), chosen.maps(), eventTypes),
                                    verdict(verdicts),
                                    Engine.of(program, loading)),
                            capture,
                            log,
                            (progress, sink) -> over(capture, hook, progress, sink));
            print(report);
            return report.summary().traps() > 0 ? ExitCode.REJECTED : ExitCode.DONE;
        }
    }

    /// The programs to compile, by name.
    private Map<String, VerifiedProgram> compilable(
            ProgramSource.Chosen chosen, List<Outcome> verdicts) {
        return interpret || unverified || trace ? Map.of() : source.verified(chosen, verdicts);
    }

    /// Whether the program may run; if it may not, or nobody knows, that is printed.
    private boolean allows(Outcome verdict) {
        return switch (verdict.finding()) {
            case ACCEPTED -> true;
            case REJECTED -> {
                verdict.diagnostic()
                        .map(d -> d.in(verdict.subject().object()))
                        .ifPresent(d -> console.refuse(d, verdict.line()));
                console.err().println("  to run it all the same: skep run --unverified");
                yield false;
            }
            case UNDECIDED, FAILED -> {
                console.err()
                        .println(
                                "skep: %s is not verified: %s"
                                        .formatted(
                                                verdict.subject().program(),
                                                verdict.diagnostic()
                                                        .map(Diagnostic::message)
                                                        .orElse("")));
                yield true;
            }
        };
    }

    /// Takes a capture through a program.
    private interface Passing {
        PacketSummary over(LongConsumer progress, PacketSink sink) throws IOException;
    }

    private RunReport report(
            RunReport.Subject subject, Capture capture, TraceLog log, Passing passing)
            throws IOException {
        EventLog events = new EventLog(subject.maps(), entries);
        try (Progress progress = new Progress(console)) {
            LongConsumer after =
                    done -> {
                        events.drain();
                        progress.packets(done);
                    };
            if (out == null) {
                PacketSummary summary = named(passing, after, PacketSink.NONE);
                events.drain();
                return new RunReport(subject, summary, events, log, List.of(), entries);
            }
            try (OutputFiles files = OutputFiles.create(out, capture.format())) {
                PacketSummary summary = named(passing, after, files);
                events.drain();
                return new RunReport(subject, summary, events, log, files.finish(), entries);
            }
        }
    }

    private PacketSummary over(
            Capture capture, PacketHook hook, LongConsumer progress, PacketSink sink)
            throws IOException {
        PacketRunOptions options =
                PacketRunOptions.defaults()
                        .withRepeat(repeat)
                        .withLimit(limit)
                        .withOnTrap(keepGoing ? OnTrap.COUNT : OnTrap.STOP)
                        .withProgress(progress);
        return PacketRun.over(capture, hook, options, sink);
    }

    private PacketSummary named(Passing passing, LongConsumer progress, PacketSink sink)
            throws IOException {
        try {
            return passing.over(progress, sink);
        } catch (MalformedException e) {
            throw new MalformedException(e.diagnostic().in(packets.toString()));
        }
    }

    private void print(RunReport report) {
        if (json) {
            Json.print(console.out(), report.tree());
        } else {
            report.print(console);
        }
    }

    /// One CPU: the run is one thread, and the contents of per-CPU maps are what it did.
    private JvmHostOptions options(TraceLog log) {
        RunOptions runs = RunOptions.defaults();
        if (trace) {
            Printer printer = new Printer(Dialect.COMMON, Names.helpers());
            runs = runs.withTracer(new TextTracer(printer, console.out()::println));
        }
        return JvmHostOptions.defaults()
                .withMaps(MapOptions.defaults().withCpus(1))
                .withRuns(runs)
                .withEnvironment(Environment.standard().withTrace(log::add));
    }

    /// The verdict on the program that runs; empty if nobody asked.
    private static Optional<Outcome.Finding> verdict(List<Outcome> verdicts) {
        return verdicts.stream().findFirst().map(Outcome::finding);
    }

    private void positive(String option, long value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " takes a number from 1 on");
        }
    }
}
