package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.asm.Assembler;
import dev.skep.cli.json.Json;
import dev.skep.host.Link;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelInventory;
import dev.skep.linux.KernelObject;
import dev.skep.linux.LoadOptions;
import dev.skep.linux.attach.RawTracepoint;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is shown of one thing in the kernel, against what bpftool shows of it; skipped where the
/// kernel cannot be used or bpftool is missing.
class ShowCommandsTest {
    private static final Path EXAMPLES =
            Path.of("").toAbsolutePath().getParent().resolve("examples");

    @TempDir Path folder;

    private KernelHost host;
    private KernelObject firewall;
    private int program;

    @BeforeEach
    void load() throws IOException {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        host = KernelHost.open();
        byte[] bytes = Files.readAllBytes(EXAMPLES.resolve("firewall/firewall.bpf.o"));
        BpfObject object = BpfObject.read(bytes);
        firewall =
                host.load(
                        object.link(host.kernel().linkOptions(object, LinkOptions.standard())),
                        LoadOptions.standard());
        program = firewall.program("firewall").id();
    }

    @AfterEach
    void unload() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void programsAreShownAsBpftoolShowsThem() throws Exception {
        Map<?, ?> theirs = (Map<?, ?>) bpftool("prog", "show", "id", text(program));
        Map<?, ?> ours = json("prog", "show", text(program));
        assertEquals(theirs.get("id"), ours.get("id"));
        assertEquals(theirs.get("type"), ours.get("type"));
        assertEquals(theirs.get("name"), ours.get("name"));
        assertEquals(theirs.get("tag"), ours.get("tag"));
        assertEquals(theirs.get("gpl_compatible"), ours.get("gplCompatible"));
        assertEquals(theirs.get("uid"), ours.get("user"));
        assertEquals(theirs.get("bytes_xlated"), ours.get("translatedBytes"));
        Object jited = theirs.get("bytes_jited");
        assertEquals(jited == null ? 0 : jited, ours.get("machineCodeBytes"));
        assertEquals(theirs.get("bytes_memlock"), ours.get("memory"));
        assertEquals(theirs.get("btf_id"), ours.get("btf"));
        assertEquals(
                theirs.get("map_ids"),
                ((List<?>) ours.get("maps")).stream().map(m -> ((Map<?, ?>) m).get("id")).toList());
        long loaded = Instant.parse((String) ours.get("loadedAt")).getEpochSecond();
        long difference = loaded - ((Number) theirs.get("loaded_at")).longValue();
        assertTrue(Math.abs(difference) <= 1, () -> difference + " s apart");
        assertEquals(pid(), ((Map<?, ?>) ((List<?>) ours.get("processes")).getFirst()).get("pid"));
    }

    private static Object pid() {
        return (int) ProcessHandle.current().pid();
    }

    @Test
    void mapsAreShownAsBpftoolShowsThem() throws Exception {
        for (Object map : (List<?>) json("prog", "show", text(program)).get("maps")) {
            String id = ((Map<?, ?>) map).get("id").toString();
            Map<?, ?> theirs = (Map<?, ?>) bpftool("map", "show", "id", id);
            Map<?, ?> ours = json("map", "show", id);
            for (var field :
                    Map.of(
                                    "id", "id",
                                    "type", "type",
                                    "name", "name",
                                    "flags", "flags",
                                    "bytes_key", "keySize",
                                    "bytes_value", "valueSize",
                                    "max_entries", "maxEntries",
                                    "bytes_memlock", "memory",
                                    "btf_id", "btf")
                            .entrySet()) {
                Object their = theirs.get(field.getKey());
                assertEquals(their == null ? 0 : their, ours.get(field.getValue()), field.getKey());
            }
            assertEquals(theirs.get("frozen").equals(1), ours.get("frozen"));
            assertTrue(((List<?>) ours.get("programs")).contains(program));
        }
    }

    @Test
    void arraysWithKeysOfAnEnumerationKeepTheTypesOfTheirValues() {
        Map<?, ?> ours = json("map", "show", mapId("counters"));
        assertEquals("int", ours.get("key"));
        assertEquals("struct counter", ours.get("value"));
    }

    @Test
    void linksAreShownAsBpftoolShowsThem() throws Exception {
        Program none =
                Program.of("none", ProgramType.RAW_TRACEPOINT, Assembler.assemble("r0 = 0\nexit"));
        try (Link link = RawTracepoint.attach(host.load(none, List.of()), "sched_process_exit")) {
            String id = text(link.info().id().orElseThrow());
            Map<?, ?> theirs = (Map<?, ?>) bpftool("link", "show", "id", id);
            Map<?, ?> ours = json("link", "show", id);
            assertEquals(theirs.get("id"), ours.get("id"));
            assertEquals(theirs.get("type"), ours.get("kind"));
            assertEquals(theirs.get("prog_id"), ours.get("program"));
            assertEquals("none", ours.get("programName"));
            assertEquals(theirs.get("tp_name"), ((Map<?, ?>) ours.get("fields")).get("tracepoint"));
            assertEquals(
                    List.of(ours.get("id")),
                    json("prog", "show", ours.get("program").toString()).get("links"));
        }
    }

    @Test
    void codeIsDumpedAsBpftoolDumpsIt() throws Exception {
        Path theirs = folder.resolve("theirs");
        bpftool("prog", "dump", "xlated", "id", text(program), "file", theirs.toString());
        Map<?, ?> ours = json("prog", "dump", text(program));
        String hex =
                String.join(
                        "",
                        ((List<?>) ours.get("insns"))
                                .stream()
                                        .map(i -> ((Map<?, ?>) i).get("bytes").toString())
                                        .toList());
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertArrayEquals(Files.readAllBytes(theirs), bytes);
        CommandLineRun text = CommandLineRun.of("prog", "dump", text(program));
        assertTrue(text.out().contains("call bpf_ringbuf_reserve\n"), text.out());
        assertTrue(text.out().contains("] ll  ; blocklist\n"), text.out());
        assertTrue(text.out().contains("firewall.bpf.c:"), text.out());
        assertTrue(text.out().contains("\nreport:\n"), text.out());
    }

    @Test
    void typesAreDumpedAsBpftoolDumpsThem() throws Exception {
        Object id = json("prog", "show", text(program)).get("btf");
        List<?> theirs =
                (List<?>) ((Map<?, ?>) bpftool("btf", "dump", "id", id.toString())).get("types");
        List<?> ours = list("btf", "dump", "--json", id.toString());
        assertEquals(theirs.size(), ours.size());
        for (int i = 0; i < ours.size(); i++) {
            Map<?, ?> their = (Map<?, ?>) theirs.get(i);
            Map<?, ?> our = (Map<?, ?>) ours.get(i);
            assertEquals(their.get("id"), our.get("id"));
            assertEquals(their.get("kind"), our.get("kind"));
            Object name = their.get("name");
            assertEquals("(anon)".equals(name) ? "" : name, our.get("name"));
            if (our.containsKey("size")) {
                assertEquals(their.get("size"), our.get("size"), their.toString());
            }
        }
        assertEquals(ours, list("btf", "dump", "--json", "--prog", text(program)));
        assertEquals(ours, list("btf", "dump", "--json", "--map", mapId("counters")));
        String c = CommandLineRun.of("btf", "dump", id.toString(), "--type", "counter").out();
        assertTrue(c.startsWith("struct counter {"), c);
    }

    @Test
    void typeGraphsAreListedAsBpftoolListsThem() throws Exception {
        int id = (int) json("prog", "show", text(program)).get("btf");
        Map<?, ?> theirs = byId((List<?>) bpftool("btf", "list"), id);
        Map<?, ?> ours = byId(list("btf", "list", "--json"), id);
        assertEquals(theirs.get("size"), ours.get("size"));
        assertEquals(theirs.get("prog_ids"), ours.get("programs"));
        assertEquals(
                ((List<?>) theirs.get("map_ids")).stream().map(Object::toString).sorted().toList(),
                ((List<?>) ours.get("maps")).stream().map(Object::toString).sorted().toList());
        assertEquals("program", ours.get("origin"));
        Map<?, ?> kernel = (Map<?, ?>) list("btf", "list", "--json").getFirst();
        assertEquals("vmlinux", kernel.get("name"));
    }

    private static Map<?, ?> byId(List<?> all, int id) {
        return all.stream()
                .map(o -> (Map<?, ?>) o)
                .filter(o -> o.get("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void thingsAreFoundByName() {
        MapDefinition unusual = MapDefinition.of("unusual_" + pid(), MapType.HASH, 4, 8, 1);
        try (var map = host.createMap(unusual)) {
            String name = map.definition().name();
            assertEquals(name, json("map", "show", name).get("name"));
            run(ExitCode.DONE, "map", "set", name, "7", "42");
            assertEquals("[7] = 42\n", run(ExitCode.DONE, "map", "get", name, "7").out());
            run(ExitCode.DONE, "map", "delete", name, "7");
            run(ExitCode.KERNEL, "map", "delete", name, "7");
            CommandLineRun gone = run(ExitCode.KERNEL, "map", "get", "--json", name, "7");
            assertEquals("null\n", gone.out());
            try (var _ = host.createMap(unusual.withMaxEntries(2))) {
                CommandLineRun two = run(ExitCode.KERNEL, "map", "show", name);
                assertTrue(two.err().startsWith("K020: 2 maps are called " + name), two.err());
            }
        }
    }

    @Test
    void whatIsGoneEndsWithFourAndWhatIsWrongWithTwo() {
        for (String kind : List.of("prog", "map", "link")) {
            assertTrue(run(ExitCode.KERNEL, kind, "show", "999999999").err().startsWith("K015"));
            assertTrue(run(ExitCode.KERNEL, kind, "show", "no-such").err().startsWith("K015"));
            assertTrue(run(ExitCode.KERNEL, kind, "show", "/no/such").err().startsWith("K015"));
            run(ExitCode.USAGE, kind, "show");
            run(ExitCode.USAGE, kind);
        }
        run(ExitCode.KERNEL, "prog", "dump", "999999999");
        run(ExitCode.USAGE, "prog", "dump", "1", "--raw", "--json");
        run(ExitCode.KERNEL, "btf", "dump", "999999999");
        run(ExitCode.KERNEL, "btf", "dump", "--module", "no-such");
        run(ExitCode.USAGE, "btf", "dump");
        run(ExitCode.USAGE, "btf", "dump", "kernel", "--map", "x");
    }

    private static CommandLineRun run(int expected, String... args) {
        CommandLineRun run = CommandLineRun.of(args);
        assertEquals(expected, run.code(), () -> String.join(" ", args) + ": " + run.err());
        return run;
    }

    private String mapId(String name) {
        return KernelInventory.programs().stream()
                .filter(p -> p.id() == program)
                .flatMap(
                        p -> KernelInventory.maps().stream().filter(m -> p.maps().contains(m.id())))
                .filter(m -> m.name().equals(name))
                .map(m -> text(m.id()))
                .findFirst()
                .orElseThrow();
    }

    private static String text(int number) {
        return String.valueOf(number);
    }

    private static Map<?, ?> json(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        return (Map<?, ?>) Json.parse(run(ExitCode.DONE, all.toArray(String[]::new)).out());
    }

    private static List<?> list(String... args) {
        return (List<?>) Json.parse(run(ExitCode.DONE, args).out());
    }

    /// What bpftool prints as JSON.
    private static Object bpftool(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("bpftool", "-j"));
        command.addAll(List.of(args));
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException missing) {
            assumeTrue(false, "bpftool is not installed");
            throw missing;
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> command + " " + out);
        return out.isBlank() ? new HashMap<>() : Json.parse(out);
    }
}
