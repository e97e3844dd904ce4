package dev.skep.cli;

import dev.skep.cli.json.Json;
import dev.skep.host.Link;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelObject;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.KernelStructOps;
import dev.skep.linux.LoadOptions;
import dev.skep.linux.attach.Attachment;
import dev.skep.linux.attach.KernelIterator;
import dev.skep.linux.attach.KernelLink;
import dev.skep.linux.attach.StructOpsHook;
import dev.skep.linux.attach.Xdp;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skep attach`.
@Command(
        name = "attach",
        description = "Loads an object into the Linux kernel and attaches its programs.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json, one object a line:%n",
        footer = {
            "  attached     an object: program, type, kind, target, link (its id, or null)",
            "  event        an object: map, record (typed, else hexadecimal)",
            "  lost         an object: map, count; at the end, where records were lost",
            "%nPrograms are attached where their sections say, or to --to:",
            "  INTERFACE             xdp, tc, tcx, netkit",
            "  CGROUP                cgroup/..., sockops, lsm_cgroup: a folder of cgroup2",
            "  CATEGORY/TRACEPOINT   tp",
            "  TRACEPOINT            raw_tp",
            "  FUNCTION              kprobe, ksyscall; for kprobe.multi and kprobe.session",
            "                        several: a,b or tcp_*",
            "  FILE:FUNCTION         uprobe; for uprobe.multi and uprobe.session several",
            "  FILE:PROVIDER:PROBE   usdt",
            "  FREQUENCY             perf_event: samples for each second",
            "  FAMILY/HOOK/PRIORITY  netfilter: ipv4/local_in/-128",
            "  NAMESPACE             sk_lookup, flow_dissector: /run/netns/blue; else this",
            "  ROUTE                 lwt_...: 10.0.0.0/24 dev eth0, also with via ADDRESS,",
            "                        and with the word local in front",
            "  MAP                   sk_msg, sk_skb: one of sockets",
            "  MAP or CGROUP         what iter goes over, unless that is tasks or the like",
            "  DEVICE                lirc_mode2: /dev/lirc0",
            "fentry, lsm, tp_btf and their like name their targets themselves; structures",
            "of functions (struct_ops) are registered as a whole. What is attached stays",
            "so until Ctrl-C; records of ring buffers and perf-event arrays are printed",
            "meanwhile. With --pin it stays until skep detach. Iterators are read once.",
            "%nExit codes: 4 if the kernel refuses; nothing stays attached then.",
            "%nExamples:",
            "  skep attach firewall.bpf.o --to eth0",
            "  skep attach exec-watch.bpf.o",
            "  skep attach tunnel.bpf.o --to '10.0.0.0/24 dev eth0'",
            "  skep attach redirect.bpf.o --to /sys/fs/cgroup/web --pin /sys/fs/bpf/redirect"
        })
final class AttachCommand implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "OBJECT", description = "an eBPF object file")
    private Path file;

    @Option(
            names = "--prog",
            paramLabel = "NAME",
            description = "only this program, or struct_ops; may be repeated")
    private Set<String> names = new LinkedHashSet<>();

    @Option(names = "--to", paramLabel = "TARGET", description = "what to attach to")
    private String target = "";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "where XDP programs run: any, generic, native or offloaded")
    private Xdp.Mode mode = Xdp.Mode.ANY;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "the process whose functions are probed; without it, every process")
    private int process;

    @Option(
            names = "--pin",
            paramLabel = "FOLDER",
            description =
                    "pin each link in this folder of a BPF file system, under its program's name,"
                            + " and end")
    private Path pin;

    @Option(
            names = "--maps",
            paramLabel = "FOLDER",
            description = "where maps are pinned that want to be (default: ${DEFAULT-VALUE})",
            defaultValue = "/sys/fs/bpf")
    private Path maps;

    @Option(
            names = "--btf",
            paramLabel = "FILE",
            description = "the kernel's types, where it does not publish them itself")
    private Path types;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "give a global variable another value before loading")
    private Map<String, String> globals = new LinkedHashMap<>();

    @Option(
            names = "--map-set",
            paramLabel = "MAP:KEY=VALUE",
            converter = MapSetting.Converter.class,
            description = "put an element into a map before attaching, as skep run does")
    private List<MapSetting> settings = List.of();

    @Option(
            names = "--event-type",
            paramLabel = "[MAP=]TYPE",
            description = "the C type of the records in a ring buffer or perf-event array")
    private List<String> eventTypes = List.of();

    @Option(names = "--for", paramLabel = "SECONDS", description = "end after so many seconds")
    private Integer seconds;

    @Option(names = "--count", paramLabel = "N", description = "end after so many records")
    private long count = Long.MAX_VALUE;

    @Option(names = "--json", description = "print one JSON object a line")
    private boolean json;

    AttachCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (seconds != null && seconds < 0 || count < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--for and --count take numbers from 0 on");
        }
        BpfObject object = InputFile.read(file, BpfObject::read);
        try (KernelHost host = KernelHost.open()) {
            LinkOptions plain = LinkOptions.standard().withGlobals(globals).withPrograms(names);
            LinkOptions base = types == null ? plain : plain.withTarget(BtfFile.load(types));
            LinkedObject linked =
                    InputFile.named(
                            file, () -> object.link(host.kernel().linkOptions(object, base)));
            LoadOptions options = LoadOptions.standard().withPins(maps);
            KernelObject loaded = host.load(linked, options);
            settings.forEach(s -> s.applyTo(loaded.maps()));
            EventTypes types = EventTypes.of(object.btf(), linked.maps(), eventTypes);
            attach(loaded, types);
        }
        return ExitCode.DONE;
    }

    private void attach(KernelObject object, EventTypes types) throws IOException {
        List<Link> links = new ArrayList<>();
        List<Path> pins = new ArrayList<>();
        // What has no link in the kernel is detached by nobody else.
        Thread detaching = new Thread(() -> links.forEach(Link::close));
        Runtime.getRuntime().addShutdownHook(detaching);
        try {
            EventPrinter events =
                    new EventPrinter(
                            console,
                            object.maps(),
                            types,
                            json ? EventPrinter.Form.JSON : EventPrinter.Form.TEXT);
            boolean waits = false;
            for (KernelProgram program : object.programs()) {
                for (Link link : Attachment.attach(object, program, target, mode, process)) {
                    links.add(link);
                    if (pin != null) {
                        Path name = pin.resolve(program.program().name());
                        link.pin(name);
                        pins.add(name);
                    }
                    report(program.program().name(), program.program().type(), link);
                    waits |= !readOnce(program, link);
                }
            }
            for (KernelStructOps struct : object.structs()) {
                Link link = StructOpsHook.attach(struct);
                links.add(link);
                if (pin != null) {
                    link.pin(pin.resolve(struct.definition().name()));
                }
                report(struct.definition().name(), ProgramType.STRUCT_OPS, link);
                waits = true;
            }
            if (pin == null && waits) {
                events.follow(Optional.ofNullable(seconds).map(Duration::ofSeconds), count);
            }
        } catch (RuntimeException e) {
            for (Path name : pins) {
                Files.deleteIfExists(name);
            }
            throw e;
        } finally {
            Runtime.getRuntime().removeShutdownHook(detaching);
            links.forEach(Link::close);
        }
    }

    /// Whether `link` is an iterator, which is read at once.
    private boolean readOnce(KernelProgram program, Link link) throws IOException {
        if (pin != null
                || !(link instanceof KernelLink own)
                || !link.info().kind().equals("iter")) {
            return false;
        }
        try (InputStream text = KernelIterator.read(own, program)) {
            text.transferTo(console.out());
        }
        return true;
    }

    private void report(String name, ProgramType type, Link link) {
        Link.Info info = link.info();
        if (json) {
            Map<String, Object> attached = new LinkedHashMap<>();
            attached.put("program", name);
            attached.put("type", type.shortName());
            attached.put("kind", info.kind());
            attached.put("target", info.target());
            attached.put("link", number(info.id()));
            console.out().println(Json.line(Map.of("attached", attached)));
        } else {
            console.out()
                    .println(
                            "%s (%s) is attached to %s%s"
                                    .formatted(
                                            name,
                                            info.kind(),
                                            info.target(),
                                            info.id().isPresent()
                                                    ? ", link " + info.id().getAsInt()
                                                    : ""));
        }
        console.out().flush();
    }

    private static Object number(OptionalInt id) {
        return id.isPresent() ? id.getAsInt() : null;
    }
}
