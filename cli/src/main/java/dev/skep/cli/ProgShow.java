package dev.skep.cli;

import dev.skep.linux.InstalledMap;
import dev.skep.linux.InstalledProgram;
import dev.skep.linux.KernelDetails;
import dev.skep.linux.KernelSearch;
import dev.skep.linux.ProgramDetails;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;

/// `skep prog show`.
@Command(
        name = "show",
        description = "Shows all that the kernel tells about a program.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json, one object:%n",
        footer = {
            "  id, type (null if it is not known here), name, tag (hexadecimal)",
            "  target       what it is loaded for: a kernel function, a tracepoint, a type;",
            "               empty for most; targetTypes, targetType: its type graph and id",
            "  gplCompatible, user (the number of the user who loaded it)",
            "  loadedAt     when, in UTC; loadedAtMillis: since the machine started",
            "  maps[]       id, name, type",
            "  btf          the id of its type graph, 0 without",
            "  instructions, translatedBytes, machineCodeBytes (0 if it is interpreted)",
            "  verified     instructions that the verifier walked",
            "  memory       bytes, null if the kernel does not say",
            "  runs, runNanos where kernel.bpf_stats_enabled is set",
            "  recursionMisses",
            "  interface    the network device that it was loaded for, 0 for none",
            "  functions[]  name, slot (-1 if unknown), tag, address (hexadecimal; null for",
            "               none, or if hidden), machineCodeBytes",
            "  links[]      the ids of the links that attach it",
            "  pins[], processes[] (pid, command)  who keeps it, as far as this user may see",
            "%nExit codes: 4 if there is none, several have that name, or the kernel refuses.",
            "%nExamples:",
            "  skep prog show 12",
            "  skep prog show firewall --json",
            "  skep prog show /sys/fs/bpf/firewall"
        })
final class ProgShow extends ShowCommand {
    ProgShow(Console console) {
        super(console);
    }

    @Override
    Facts facts(String which) {
        ProgramDetails details = KernelDetails.program(KernelSearch.program(which));
        InstalledProgram summary = details.summary();
        Facts facts = new Facts();
        identity(facts, details, summary);
        sizes(facts, details, summary);
        facts.with(
                        "functions",
                        details.functions().stream().map(ProgShow::tree).toList(),
                        details.functions().stream()
                                .filter(f -> !f.name().isEmpty())
                                .map(f -> f.name() + (f.slot() < 0 ? "" : " at " + f.slot()))
                                .toList())
                .with("links", details.links());
        return UsesFacts.add(facts, details.uses());
    }

    private static void identity(Facts facts, ProgramDetails details, InstalledProgram summary) {
        facts.with("id", summary.id())
                .with(
                        "type",
                        type(summary.type()),
                        summary.type().isEmpty() ? "?" : type(summary.type()))
                .with("name", details.fullName())
                .with("tag", summary.tag())
                .with("target", details.target())
                .with("targetTypes", details.targetTypes(), nonzero(details.targetTypes()))
                .with("targetType", details.targetType(), nonzero(details.targetType()))
                .with("gplCompatible", details.gplCompatible())
                .with("user", summary.user())
                .with("loadedAt", loadedAt(summary.loadedAt()))
                .with("loadedAtMillis", summary.loadedAt().toMillis(), "")
                .with(
                        "maps",
                        details.maps().stream().map(ProgShow::tree).toList(),
                        details.maps().stream().map(m -> m.id() + " " + m.name()).toList())
                .with("btf", details.types(), nonzero(details.types()));
    }

    private static void sizes(Facts facts, ProgramDetails details, InstalledProgram summary) {
        facts.with("instructions", summary.instructions())
                .with("translatedBytes", details.translatedBytes())
                .with("machineCodeBytes", summary.machineCode())
                .with("verified", summary.verified())
                .with("memory", orNull(details.memory()))
                .with("runs", summary.runs(), nonzero(summary.runs()))
                .with("runNanos", details.runNanos(), nonzero(details.runNanos()))
                .with(
                        "recursionMisses",
                        details.recursionMisses(),
                        nonzero(details.recursionMisses()))
                .with("interface", details.interfaceIndex(), nonzero(details.interfaceIndex()));
    }

    private static String type(Optional<ProgramType> type) {
        return type.map(ProgramType::shortName).orElse(null);
    }

    /// Zero says nothing to people.
    private static String nonzero(long number) {
        return number == 0 ? "" : String.valueOf(number);
    }

    static Object orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    /// To the second: the kernel counts from its start, which `/proc/stat` knows so exactly.
    private static String loadedAt(Duration sinceStart) {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return lines.filter(line -> line.startsWith("btime "))
                    .map(line -> Long.parseLong(line.substring("btime ".length()).strip()))
                    .map(start -> Instant.ofEpochSecond(start).plus(sinceStart))
                    .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    private static Object tree(InstalledMap map) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", map.id());
        tree.put("name", map.name());
        tree.put("type", map.type().map(t -> t.shortName()).orElse(null));
        return tree;
    }

    private static Object tree(ProgramDetails.Function function) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", function.name());
        tree.put("slot", function.slot());
        tree.put("tag", function.tag());
        tree.put(
                "address",
                function.address() == 0 ? null : "0x" + Long.toHexString(function.address()));
        tree.put("machineCodeBytes", function.machineCode());
        return tree;
    }
}
