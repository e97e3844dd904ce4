package dev.skep.lab.verify;

import dev.skep.cli.KernelConfig;
import dev.skep.cli.raw.RawWriter;
import dev.skep.diag.SkepException;
import dev.skep.linux.KernelException;
import dev.skep.object.BpfObject;
import dev.skep.object.KernelSymbols;
import dev.skep.object.LinkOptions;
import dev.skep.object.ObjectFunction;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.MapType;
import dev.skep.verify.Privilege;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Makes a corpus of programs with the running kernel's verdicts: links every program of the object
/// files that it is given, loads it, and writes a raw line with the member `kernel`. Prints what
/// could not be linked or loaded, and the sums.
///
///     java ... dev.skep.lab.verify.CorpusMaker corpus.jsonl folder-or-object...
public final class CorpusMaker {
    private static final int ENTRIES = 16;

    /// Bytes of 127 addresses.
    private static final int STACK = 127 * 8;

    private final KernelOracle kernel;
    private final RawWriter raw;
    private final Writer out;
    private final KernelSymbols symbols;
    private final Map<String, Integer> sums = new TreeMap<>();

    private CorpusMaker(KernelOracle kernel, RawWriter raw, Writer out) {
        this.kernel = kernel;
        this.raw = raw;
        this.out = out;
        this.symbols =
                kernel.types().<KernelSymbols>map(RunningKernel::new).orElse(KernelSymbols.none());
    }

    /// The file to write, then objects or folders of them.
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]).toAbsolutePath();
        Files.createDirectories(file.getParent());
        try (KernelOracle kernel = new KernelOracle();
                Writer out = Files.newBufferedWriter(file)) {
            CorpusMaker maker = new CorpusMaker(kernel, new RawWriter(file.getParent()), out);
            for (String name : List.of(args).subList(1, args.length)) {
                for (Path object : objects(Path.of(name))) {
                    maker.add(object);
                }
            }
            System.out.println(maker.sums);
        }
    }

    private static List<Path> objects(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> f.equals(path) || f.toString().endsWith(".o"))
                    .sorted()
                    .toList();
        }
    }

    private void add(Path file) throws IOException {
        try {
            BpfObject object = BpfObject.read(Files.readAllBytes(file));
            for (ObjectFunction entry : object.programs()) {
                add(file, object, entry.name());
            }
        } catch (SkepException e) {
            skip("unreadable object", file + "", e);
        }
    }

    private void add(Path file, BpfObject object, String name) throws IOException {
        List<Program> programs = new ArrayList<>();
        try {
            object.link(options(object, name)).programs().forEach(p -> programs.add(sized(p)));
        } catch (SkepException e) {
            skip("unlinkable", file + " " + name, e);
        }
        for (Program program : programs) {
            try {
                KernelAnswer answer = kernel.ask(program);
                if (answer.isPolicy()) {
                    count("refused by policy");
                } else {
                    count(answer.accepted() ? "accepted" : "rejected");
                    write(file.getFileName() + "/" + program.name(), program, answer);
                }
            } catch (KernelException e) {
                skip("unloadable", file + " " + name, e);
            }
        }
    }

    private void write(String name, Program program, KernelAnswer answer) throws IOException {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("section", program.section());
        more.put(KernelAnswer.MEMBER, answer.tree());
        out.write(raw.line(name, program, Privilege.PRIVILEGED, more));
        out.write("\n");
    }

    /// Many tools give their maps a size just before they load them; here they all get the same.
    private static Program sized(Program program) {
        return program.withMaps(program.maps().stream().map(CorpusMaker::sized).toList());
    }

    private static MapDefinition sized(MapDefinition map) {
        MapDefinition open =
                map.type() == MapType.STACK_TRACE && map.valueSize() == 0
                        ? map.withValueSize(STACK)
                        : map;
        boolean sizeless =
                switch (map.type()) {
                    case SK_STORAGE,
                            INODE_STORAGE,
                            TASK_STORAGE,
                            CGRP_STORAGE,
                            CGROUP_STORAGE,
                            PERCPU_CGROUP_STORAGE,
                            PERF_EVENT_ARRAY ->
                            true;
                    default -> map.maxEntries() != 0;
                };
        return sizeless ? open : open.withMaxEntries(ENTRIES);
    }

    private LinkOptions options(BpfObject object, String name) throws IOException {
        LinkOptions options =
                LinkOptions.standard()
                        .withSymbols(symbols)
                        .withKconfig(
                                KernelConfig.of(
                                        object,
                                        Map.of("LINUX_KERNEL_VERSION", RunningKernel.version())))
                        .withPrograms(Set.of(name));
        return kernel.types().map(options::withTarget).orElse(options);
    }

    private void skip(String kind, String what, SkepException why) {
        count(kind);
        System.out.println(kind + ": " + what + ": " + why.diagnostic().render().indent(2).strip());
    }

    private void count(String kind) {
        sums.merge(kind, 1, Integer::sum);
    }
}
