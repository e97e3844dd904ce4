package dev.skep.cli;

import dev.skep.linux.InstalledTypes;
import dev.skep.linux.KernelTypeGraphs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/// `skep btf list`.
@Command(
        name = "list",
        description = "Lists the type graphs in the kernel, and who uses them.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json, one array of objects:%n",
        footer = {
            "  id, name (vmlinux, a module's; empty for programs)",
            "  origin       kernel, module or program",
            "  size         bytes",
            "  programs[], maps[]  the ids of those that have these types",
            "  processes[]  pid, command: who has the graph itself open",
            "%nExit codes: 4 if the kernel refuses."
        })
final class BtfList extends ListCommand<InstalledTypes> {
    BtfList(Console console) {
        super(console);
    }

    @Override
    List<InstalledTypes> elements() {
        return KernelTypeGraphs.all();
    }

    @Override
    Table table() {
        Table table = new Table("rllrl");
        table.row("id", "of", "name", "bytes", "used by");
        return table;
    }

    @Override
    void row(Table table, InstalledTypes t) {
        table.row(t.id(), origin(t), t.name(), t.size(), users(t));
    }

    private static String origin(InstalledTypes types) {
        return types.origin().name().toLowerCase(Locale.ROOT);
    }

    private static String users(InstalledTypes types) {
        List<String> users = new ArrayList<>();
        if (!types.programs().isEmpty()) {
            users.add("prog " + numbers(types.programs()));
        }
        if (!types.maps().isEmpty()) {
            users.add("map " + numbers(types.maps()));
        }
        types.processes().forEach(p -> users.add("pid " + p.pid() + " (" + p.command() + ")"));
        return String.join(", ", users);
    }

    private static String numbers(List<Integer> ids) {
        return String.join(" ", ids.stream().map(String::valueOf).toList());
    }

    @Override
    Map<String, Object> tree(InstalledTypes types) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", types.id());
        tree.put("name", types.name());
        tree.put("origin", origin(types));
        tree.put("size", types.size());
        tree.put("programs", types.programs());
        tree.put("maps", types.maps());
        tree.put("processes", UsesFacts.processes(types.processes()));
        return tree;
    }
}
