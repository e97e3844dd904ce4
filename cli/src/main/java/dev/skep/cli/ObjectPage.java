package dev.skep.cli;

import dev.skep.btf.BtfFormat;
import dev.skep.object.BpfObject;
import dev.skep.object.CoreResolution;
import dev.skep.object.ObjectFunction;
import dev.skep.object.ObjectRelocation;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.program.StructOps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// An object as people read it: what `skep inspect` prints.
record ObjectPage(Console console, ObjectView view) {
    private static final int LONGEST_VALUE = 60;

    /// All lines; none is printed before all are there, so that a broken object leaves no half
    /// page.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        BpfObject object = view.object();
        lines.add(
                view.file()
                        + ": eBPF object, "
                        + (object.license().isEmpty()
                                ? "no license"
                                : "license " + object.license())
                        + object.btf()
                                .map(b -> ", BTF with " + (b.lastId() - b.firstId() + 1) + " types")
                                .orElse(", no BTF"));
        section(lines, "programs", programs());
        section(lines, "subprograms", subprograms());
        section(lines, "maps", maps());
        section(lines, "struct_ops", structs());
        section(lines, "global variables", globals());
        section(lines, "externs", externs());
        section(lines, "relocations", relocations());
        view.core().ifPresent(core -> section(lines, "CO-RE", core(core)));
        section(lines, "remarks", object.remarks().stream().map(r -> "  " + r).toList());
        return lines;
    }

    private List<String> programs() {
        Table table = new Table("lllrl");
        for (ObjectFunction p : view.object().programs()) {
            table.row(
                    p.name(),
                    p.type().map(t -> t.shortName()).orElse("?"),
                    p.section(),
                    p.slots().size() + " insns",
                    blank(ObjectView.source(p)));
        }
        return table.lines("  ");
    }

    private List<String> structs() {
        Table table = new Table("lll");
        for (StructOps struct : view.object().structs()) {
            table.row(
                    struct.name(),
                    "%s (%s)".formatted(struct.structure(), struct.section()),
                    struct.functions().stream()
                            .map(f -> f.member() + " = " + f.program())
                            .collect(Collectors.joining(", ")));
        }
        return table.lines("  ");
    }

    private List<String> subprograms() {
        Table table = new Table("llrl");
        for (ObjectFunction f : view.object().subprograms()) {
            table.row(
                    f.name(),
                    f.section(),
                    f.slots().size() + " insns",
                    blank(ObjectView.source(f)));
        }
        return table.lines("  ");
    }

    private List<String> maps() {
        Table table = new Table("lllr");
        for (MapDefinition map : view.object().maps()) {
            table.row(map.name(), ObjectView.typeName(map), shape(map), entries(map));
        }
        return table.lines("  ");
    }

    private static String shape(MapDefinition map) {
        if (map.globals().isPresent()) {
            return "variables (" + map.valueSize() + ")";
        }
        String key = sized(ObjectView.keyType(map), map.keySize());
        String value = sized(ObjectView.valueType(map), map.valueSize());
        return map.keySize() == 0 ? value : key + " -> " + value;
    }

    private static String sized(String type, int size) {
        return type == null ? size + " bytes" : type + " (" + size + ")";
    }

    private static String entries(MapDefinition map) {
        return Integer.toUnsignedLong(map.maxEntries()) + " entries";
    }

    private List<String> globals() {
        Table table = new Table("lrl");
        for (MapDefinition map : view.object().maps()) {
            map.globals()
                    .ifPresent(
                            g ->
                                    g.variables()
                                            .forEach(
                                                    v ->
                                                            table.row(
                                                                    map.name(),
                                                                    "+" + v.offset(),
                                                                    variable(g, v))));
        }
        return table.lines("  ");
    }

    private String variable(Globals globals, Globals.Variable v) {
        return view.object()
                .btf()
                .filter(_ -> v.typeId() != 0)
                .map(
                        btf ->
                                dev.skep.btf.CDeclarations.declare(btf, v.typeId(), v.name())
                                        + " = "
                                        + shortened(
                                                BtfFormat.text(
                                                        btf,
                                                        v.typeId(),
                                                        ObjectView.bytes(globals, v))))
                .orElseGet(() -> v.name() + " (" + v.size() + " bytes)");
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + " ...";
    }

    private List<String> externs() {
        Table table = new Table("lll");
        view.object()
                .externs()
                .forEach(e -> table.row(e.name(), e.kind().title(), e.weak() ? "weak" : ""));
        return table.lines("  ");
    }

    private List<String> relocations() {
        Table table = new Table("lll");
        for (ObjectRelocation r : view.object().relocations()) {
            String place =
                    r.slot() < 0
                            ? r.section() + "+0x" + Long.toHexString(r.offset())
                            : r.function() + ":" + r.slot();
            table.row(place, r.type(), r.meaning());
        }
        return table.lines("  ");
    }

    private static List<String> core(List<CoreResolution> core) {
        Table table = new Table("llll");
        for (CoreResolution r : core) {
            String outcome =
                    r.targetValue().isPresent()
                            ? r.localValue() + " -> " + r.targetValue().getAsLong()
                            : "missing: " + r.reason();
            table.row(r.function() + ":" + r.slot(), r.kind(), r.spec(), outcome);
        }
        return table.lines("  ");
    }

    private void section(List<String> lines, String title, List<String> content) {
        if (!content.isEmpty()) {
            lines.add("");
            lines.add(console.styled("bold", title));
            lines.addAll(content);
        }
    }

    private static String blank(String text) {
        return text == null ? "" : text;
    }
}
