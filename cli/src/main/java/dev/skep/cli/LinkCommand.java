package dev.skep.cli;

import dev.skep.linux.InstalledLink;
import dev.skep.linux.KernelInventory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `skep link`.
@Command(
        name = "link",
        description = "Shows what is attached to the Linux kernel.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LinkCommand.Listing.class,
            LinkShow.class,
            PinCommand.OfLink.class,
            UnpinCommand.OfLink.class
        })
final class LinkCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "name a command: list, show, pin or unpin");
    }

    /// `skep link list`.
    @Command(
            name = "list",
            description = "Lists the links of every process: which program is attached to what.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nFields of --json, one array of objects:%n",
            footer = {
                "  id, kind, target",
                "  program      its id, 0 if the link has none",
                "%nAttachments without a link, such as clsact filters, are not among them.",
                "%nExit codes: 4 if the kernel refuses."
            })
    static final class Listing extends ListCommand<InstalledLink> {
        Listing(Console console) {
            super(console);
        }

        @Override
        List<InstalledLink> elements() {
            return KernelInventory.links();
        }

        @Override
        Table table() {
            Table table = new Table("rlrl");
            table.row("id", "kind", "prog", "target");
            return table;
        }

        @Override
        void row(Table table, InstalledLink l) {
            table.row(l.id(), l.kind(), l.program(), l.target());
        }

        @Override
        Map<String, Object> tree(InstalledLink link) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("id", link.id());
            tree.put("kind", link.kind());
            tree.put("program", link.program());
            tree.put("target", link.target());
            return tree;
        }
    }
}
