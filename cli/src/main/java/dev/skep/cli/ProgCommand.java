package dev.skep.cli;

import dev.skep.linux.InstalledProgram;
import dev.skep.linux.KernelInventory;
import dev.skep.spec.ProgramType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `skep prog`.
@Command(
        name = "prog",
        description = "Shows the programs that are in the Linux kernel.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ProgCommand.Listing.class,
            ProgShow.class,
            ProgDump.class,
            PinCommand.OfProgram.class,
            UnpinCommand.OfProgram.class
        })
final class ProgCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "name a command: list, show, dump, pin or unpin");
    }

    /// `skep prog list`.
    @Command(
            name = "list",
            description = "Lists the programs of every process.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nFields of --json, one array of objects:%n",
            footer = {
                "  id, type (null if it is not known here), name, tag, user",
                "  loadedAtMillis  since the machine started",
                "  maps[]          the ids of its maps",
                "  instructions, machineCodeBytes (0 if it is interpreted)",
                "  verified        instructions that the verifier walked",
                "  runs            where kernel.bpf_stats_enabled is set",
                "%nExit codes: 4 if the kernel refuses."
            })
    static final class Listing extends ListCommand<InstalledProgram> {
        Listing(Console console) {
            super(console);
        }

        @Override
        List<InstalledProgram> elements() {
            return KernelInventory.programs();
        }

        @Override
        Table table() {
            Table table = new Table("rllrrl");
            table.row("id", "type", "name", "insns", "user", "maps");
            return table;
        }

        @Override
        void row(Table table, InstalledProgram p) {
            table.row(p.id(), type(p), p.name(), p.instructions(), p.user(), numbers(p.maps()));
        }

        private static String numbers(List<Integer> ids) {
            return String.join(" ", ids.stream().map(String::valueOf).toList());
        }

        private static String type(InstalledProgram program) {
            return program.type().map(ProgramType::shortName).orElse("?");
        }

        @Override
        Map<String, Object> tree(InstalledProgram program) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("id", program.id());
            tree.put("type", program.type().map(ProgramType::shortName).orElse(null));
            tree.put("name", program.name());
            tree.put("tag", program.tag());
            tree.put("user", program.user());
            tree.put("loadedAtMillis", program.loadedAt().toMillis());
            tree.put("maps", program.maps());
            tree.put("instructions", program.instructions());
            tree.put("machineCodeBytes", program.machineCode());
            tree.put("verified", program.verified());
            tree.put("runs", program.runs());
            return tree;
        }
    }
}
