package dev.skep.cli;

import dev.skep.cli.json.Json;
import dev.skep.linux.Checkup;
import dev.skep.linux.Doctor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skep doctor`.
@Command(
        name = "doctor",
        description = "Says what this machine allows to do with eBPF, and why not more.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json, one array of objects:%n",
        footer = {
            "  name, state (good, limited, missing), finding",
            "  remedy       what to do; empty where nothing is to be done",
            "%nReading, verifying and running programs in the JVM works everywhere; this is",
            "about the Linux kernel below. Nothing is changed.",
            "%nExit codes: 4 if programs cannot be loaded at all."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Checkup> found = Doctor.examine();
        if (json) {
            Json.print(console.out(), found.stream().map(DoctorCommand::tree).toList());
        } else {
            Table table = new Table("lll");
            found.forEach(c -> table.row(word(c), c.name(), c.finding()));
            List<String> lines = table.lines("");
            for (int i = 0; i < lines.size(); i++) {
                console.out().println(lines.get(i));
                String remedy = found.get(i).remedy();
                if (!remedy.isEmpty()) {
                    console.out().println("         fix: " + remedy);
                }
            }
        }
        boolean usable = found.stream().noneMatch(c -> c.state() == Checkup.State.MISSING);
        return usable ? ExitCode.DONE : ExitCode.KERNEL;
    }

    private static String word(Checkup checkup) {
        return checkup.state().name().toLowerCase(Locale.ROOT);
    }

    private static Object tree(Checkup checkup) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", checkup.name());
        tree.put("state", word(checkup));
        tree.put("finding", checkup.finding());
        tree.put("remedy", checkup.remedy());
        return tree;
    }
}
