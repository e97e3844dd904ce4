package dev.skep.cli;

import dev.skep.hook.PacketSummary;
import dev.skep.host.BpfMap;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What happened in a run: what `skep run` prints.
///
/// @param files what was written
/// @param most how many elements, records and lines to print of each
record RunReport(
        Subject subject,
        PacketSummary summary,
        EventLog events,
        TraceLog trace,
        List<Path> files,
        int most) {
    /// What was run.
    ///
    /// @param verdict the verifier's; empty if it was not asked
    record Subject(
            Program program,
            Path packets,
            List<? extends BpfMap> maps,
            EventTypes types,
            Optional<Outcome.Finding> verdict,
            Engine engine) {}

    private static final int BAR = 30;

    void print(Console console) {
        Program program = subject.program();
        console.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "%s (%s): %,d packets, %,d bytes of %s",
                                console.styled("bold", program.name()),
                                program.type().shortName(),
                                summary.packets(),
                                summary.bytes(),
                                subject.packets()));
        section(console, "verdicts", counts(summary.verdicts()));
        if (summary.traps() > 0) {
            section(console, "traps", traps());
        }
        subject.maps().forEach(map -> printMap(console, map));
        events.channels().forEach((map, channel) -> printEvents(console, map, channel));
        section(console, "trace", traceLines());
        section(console, "files", files.stream().map(f -> "  " + f).toList());
        section(console, "not compiled", subject.engine().lines());
        console.out().println();
        console.out().println(speed());
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("program", subject.program().name());
        tree.put("type", subject.program().type().shortName());
        tree.put("verdict", subject.verdict().map(Outcome.Finding::word).orElse(null));
        tree.put("engine", subject.engine().word());
        tree.put("notCompiled", subject.engine().tree());
        tree.put("packetsFile", subject.packets().toString());
        tree.put("packets", summary.packets());
        tree.put("bytes", summary.bytes());
        tree.put("nanos", summary.nanos());
        tree.put("packetsPerSecond", Math.round(summary.packetsPerSecond()));
        tree.put("verdicts", summary.verdicts());
        tree.put("exits", summary.exits());
        tree.put("traps", summary.traps());
        tree.put("firstTrap", summary.firstTrap().map(d -> d.render()).orElse(null));
        tree.put("maps", contents().map(this::mapTree).toList());
        List<Object> channels = new ArrayList<>();
        events.channels().forEach((map, channel) -> channels.add(eventTree(map, channel)));
        tree.put("events", channels);
        tree.put("trace", trace.lines());
        tree.put("traceDropped", trace.dropped());
        tree.put("files", files.stream().map(Path::toString).toList());
        return tree;
    }

    private void printMap(Console console, BpfMap map) {
        MapDefinition definition = map.definition();
        if (!readable(map)) {
            return;
        }
        List<String> lines =
                definition.globals().isPresent()
                        ? new GlobalContents(map).lines()
                        : new MapContents(map, most).lines();
        if (!lines.isEmpty()) {
            String title = definition.name() + "  " + definition.type().shortName();
            section(console, title, lines.stream().map(l -> "  " + l).toList());
        }
    }

    private void printEvents(Console console, BpfMap map, EventLog.Channel channel) {
        List<String> lines = new ArrayList<>();
        channel.kept()
                .forEach(e -> lines.add("  " + subject.types().text(map.definition().name(), e)));
        if (channel.count() > channel.kept().size()) {
            lines.add("  ... and " + (channel.count() - channel.kept().size()) + " more");
        }
        if (channel.lost() > 0) {
            lines.add("  " + channel.lost() + " were lost: the buffer was full");
        }
        String title =
                map.definition().name()
                        + "  "
                        + map.definition().type().shortName()
                        + ", "
                        + channel.count()
                        + (channel.count() == 1 ? " record" : " records");
        section(console, title, lines);
    }

    private List<String> traceLines() {
        List<String> lines =
                new ArrayList<>(trace.lines().stream().limit(most).map(l -> "  " + l).toList());
        long more = trace.lines().size() - lines.size() + trace.dropped();
        if (more > 0) {
            lines.add("  ... and " + more + " more");
        }
        return lines;
    }

    private List<String> counts(Map<String, Long> counts) {
        Table table = new Table("lrrl");
        counts.forEach(
                (name, count) -> {
                    double share = (double) count / Math.max(1, summary.packets());
                    table.row(
                            name,
                            String.format(Locale.ROOT, "%,d", count),
                            String.format(Locale.ROOT, "%.1f %%", 100 * share),
                            "█".repeat((int) Math.ceil(BAR * share)));
                });
        return table.lines("  ");
    }

    private List<String> traps() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "  "
                        + summary.traps()
                        + (summary.traps() == 1 ? " packet" : " packets")
                        + "; the first:");
        summary.firstTrap().ifPresent(d -> d.render().lines().forEach(l -> lines.add("  " + l)));
        return lines;
    }

    private String speed() {
        return String.format(
                Locale.ROOT,
                "%,.0f packets/s (%s, %.1f ms in the program)",
                summary.packetsPerSecond(),
                subject.engine().word(),
                summary.nanos() / 1e6);
    }

    private Stream<? extends BpfMap> contents() {
        return subject.maps().stream().filter(this::readable);
    }

    /// Whether the map has keys to walk over.
    private boolean readable(BpfMap map) {
        return switch (map.definition().type()) {
            case HASH,
                    ARRAY,
                    PERCPU_HASH,
                    PERCPU_ARRAY,
                    LRU_HASH,
                    LRU_PERCPU_HASH,
                    LPM_TRIE,
                    DEVMAP,
                    DEVMAP_HASH,
                    CPUMAP ->
                    true;
            case PROG_ARRAY,
                    PERF_EVENT_ARRAY,
                    STACK_TRACE,
                    CGROUP_ARRAY,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    SOCKMAP,
                    XSKMAP,
                    SOCKHASH,
                    CGROUP_STORAGE,
                    REUSEPORT_SOCKARRAY,
                    PERCPU_CGROUP_STORAGE,
                    QUEUE,
                    STACK,
                    SK_STORAGE,
                    STRUCT_OPS,
                    RINGBUF,
                    INODE_STORAGE,
                    TASK_STORAGE,
                    BLOOM_FILTER,
                    USER_RINGBUF,
                    CGRP_STORAGE,
                    ARENA,
                    INSN_ARRAY ->
                    false;
        };
    }

    private Map<String, Object> mapTree(BpfMap map) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", map.definition().name());
        tree.put("type", map.definition().type().shortName());
        tree.put(
                "entries",
                map.definition().globals().isPresent()
                        ? new GlobalContents(map).tree()
                        : new MapContents(map, Integer.MAX_VALUE).tree());
        return tree;
    }

    private Map<String, Object> eventTree(BpfMap map, EventLog.Channel channel) {
        Map<String, Object> tree = new LinkedHashMap<>();
        String name = map.definition().name();
        tree.put("map", name);
        tree.put(
                "records",
                channel.kept().stream().map(e -> subject.types().tree(name, e)).toList());
        tree.put("count", channel.count());
        tree.put("dropped", channel.lost());
        return tree;
    }

    private static void section(Console console, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            console.out().println();
            console.out().println(console.styled("bold", title));
            lines.forEach(console.out()::println);
        }
    }
}
