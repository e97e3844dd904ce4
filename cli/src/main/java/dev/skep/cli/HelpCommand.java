package dev.skep.cli;

import dev.skep.diag.Suggestions;
import dev.skep.spec.Availability;
import dev.skep.spec.ContextField;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.MapRules;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skep help`.
@Command(
        name = "help",
        description = "Explains a command, a helper function, a map type or a program type.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  skep help run",
            "  skep help helper map_lookup_elem    (without a name: all of them)",
            "  skep help map lpm_trie",
            "  skep help program xdp"
        })
final class HelpCommand implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            index = "0",
            paramLabel = "TOPIC",
            description = "a command, or helper, map, program")
    private String topic;

    @Parameters(arity = "0..1", index = "1", paramLabel = "NAME", description = "which of them")
    private String name;

    HelpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        switch (topic) {
            case null -> spec.parent().commandLine().usage(console.out());
            case "helper" -> helper();
            case "map" -> map();
            case "program" -> program();
            default -> command();
        }
        return ExitCode.DONE;
    }

    private void command() {
        CommandLine found = spec.parent().commandLine().getSubcommands().get(topic);
        if (found == null) {
            Stream<String> known =
                    Stream.concat(
                            spec.parent().commandLine().getSubcommands().keySet().stream(),
                            Stream.of("helper", "map", "program"));
            throw unknown("topic", topic, known.toList());
        }
        found.usage(console.out());
    }

    private void helper() {
        if (name == null) {
            Table table = new Table("rll");
            Helpers.all()
                    .forEach(h -> table.row(h.id(), h.fullName(), firstSentence(h.description())));
            table.lines("").forEach(console.out()::println);
            return;
        }
        Optional<Helper> found =
                name.matches("[0-9]{1,9}")
                        ? Helpers.byId(Integer.parseInt(name))
                        : Helpers.byName(name);
        print(
                found.orElseThrow(
                        () ->
                                unknown(
                                        "helper function",
                                        name.replaceFirst("^bpf_", ""),
                                        Helpers.all().stream().map(Helper::name).toList())));
    }

    private void print(Helper helper) {
        title(helper.signature());
        paragraph(helper.description());
        Table table = new Table("ll");
        table.row("id", helper.id());
        for (Helper.Argument argument : helper.arguments()) {
            String size = argument.size() == 0 ? "" : ", " + argument.size() + " bytes";
            table.row(argument.name(), argument.kind().title() + size);
        }
        table.row("returns", helper.returns().title());
        if (!helper.effects().isEmpty()) {
            table.row("effects", words(helper.effects()));
        }
        table.row("license", helper.gplOnly() ? "GPL-compatible programs only" : "any");
        table.row("since", "Linux " + helper.since());
        table.row("in the JVM", availability(helper.jvm()));
        table.lines("  ").forEach(console.out()::println);
        console.out().println();
        paragraph("Programs: " + names(helper.programTypes().stream()));
        if (!helper.mapTypes().isEmpty()) {
            paragraph("Maps: " + words(helper.mapTypes()));
        }
    }

    private void map() {
        if (name == null) {
            Table table = new Table("rll");
            Arrays.stream(MapType.values())
                    .forEach(m -> table.row(m.id(), m.shortName(), m.description()));
            table.lines("").forEach(console.out()::println);
            return;
        }
        MapType type =
                Arrays.stream(MapType.values())
                        .filter(m -> same(name, m.shortName(), m.kernelName()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        unknown(
                                                "map type",
                                                name,
                                                Arrays.stream(MapType.values())
                                                        .map(MapType::shortName)
                                                        .toList()));
        title(type.shortName() + "  (" + type.kernelName() + ", " + type.id() + ")");
        paragraph(type.description());
        MapRules rules = type.rules();
        new Table("ll")
                .row("key", rules.keySize() + " bytes")
                .row("value", rules.valueSize() + " bytes")
                .row("max_entries", rules.entries())
                .row("since", "Linux " + type.since())
                .row("in the JVM", availability(type.jvm()))
                .lines("  ")
                .forEach(console.out()::println);
        console.out().println();
        if (!rules.flags().isEmpty()) {
            paragraph("Flags: " + words(new TreeSet<>(rules.flags())));
        }
        paragraph("Helpers: " + Helpers.of(type).stream().map(Helper::name).collect(joining()));
    }

    /// Constants as people write them.
    private static String words(Collection<? extends Enum<?>> constants) {
        return constants.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).collect(joining());
    }

    private void program() {
        if (name == null) {
            Table table = new Table("rll");
            Arrays.stream(ProgramType.values())
                    .forEach(p -> table.row(p.id(), p.shortName(), p.description()));
            table.lines("").forEach(console.out()::println);
            return;
        }
        print(
                Arrays.stream(ProgramType.values())
                        .filter(p -> same(name, p.shortName(), p.kernelName()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        unknown(
                                                "program type",
                                                name,
                                                Arrays.stream(ProgramType.values())
                                                        .map(ProgramType::shortName)
                                                        .toList())));
    }

    private void print(ProgramType type) {
        title(type.shortName() + "  (" + type.kernelName() + ", " + type.id() + ")");
        paragraph(type.description());
        new Table("ll")
                .row("since", "Linux " + type.since())
                .row("in the JVM", availability(type.jvm()))
                .lines("  ")
                .forEach(console.out()::println);
        type.context().ifPresent(this::print);
        console.out().println();
        paragraph("Helpers: " + Helpers.of(type).stream().map(Helper::name).collect(joining()));
    }

    private void print(ContextLayout layout) {
        console.out().println();
        title("struct " + layout.structName() + ", " + layout.size() + " bytes");
        Table table = new Table("rrlll");
        for (ContextField field : layout.fields()) {
            table.row(
                    field.offset(),
                    field.size(),
                    field.name(),
                    field.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    access(field));
        }
        table.lines("  ").forEach(console.out()::println);
    }

    private static String access(ContextField field) {
        if (!field.readable()) {
            return "no access";
        }
        return field.writable() ? "read, write" : "read";
    }

    private void title(String text) {
        console.out().println(console.styled("bold", text));
    }

    private void paragraph(String text) {
        Paragraph.lines(text).forEach(console.out()::println);
        console.out().println();
    }

    private static String names(Stream<ProgramType> types) {
        return types.map(ProgramType::shortName).sorted().collect(joining());
    }

    private static Collector<CharSequence, ?, String> joining() {
        return Collectors.joining(", ");
    }

    private static boolean same(String name, String shortName, String kernelName) {
        return name.equalsIgnoreCase(shortName) || name.equalsIgnoreCase(kernelName);
    }

    private static String availability(Availability availability) {
        return switch (availability) {
            case Availability.Available _ -> "yes";
            case Availability.Unavailable(String reason) -> "no: " + reason;
        };
    }

    private static String firstSentence(String text) {
        return text.substring(0, text.indexOf('.') + 1);
    }

    private ParameterException unknown(String what, String name, List<String> known) {
        List<String> near = Suggestions.of(name, known);
        String hint = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
        return new ParameterException(
                spec.commandLine(), "there is no " + what + " '" + name + "'" + hint);
    }
}
