package dev.skep.cli;

import dev.skep.cli.json.Json;
import dev.skep.linux.InstalledMap;
import dev.skep.linux.KernelInventory;
import dev.skep.linux.KernelMap;
import dev.skep.linux.KernelSearch;
import dev.skep.spec.MapType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skep map`.
@Command(
        name = "map",
        description = "Shows and changes the maps that are in the Linux kernel.",
        mixinStandardHelpOptions = true,
        subcommands = {
            MapCommand.Listing.class,
            MapShow.class,
            MapCommand.Dump.class,
            MapGrid.class,
            MapGet.class,
            MapCommand.Set.class,
            MapDelete.class,
            PinCommand.OfMap.class,
            UnpinCommand.OfMap.class
        })
final class MapCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "name a command: list, show, dump, grid, get, set, delete, pin or unpin");
    }

    /// The map of an id, a name or a pinned path.
    static KernelMap open(String which) {
        return KernelInventory.openMap(KernelSearch.map(which));
    }

    /// `skep map list`.
    @Command(
            name = "list",
            description = "Lists the maps of every process.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nFields of --json, one array of objects:%n",
            footer = {
                "  id, type (null if it is not known here), name",
                "  keySize, valueSize (bytes), maxEntries, flags (a number)",
                "%nExit codes: 4 if the kernel refuses."
            })
    static final class Listing extends ListCommand<InstalledMap> {
        Listing(Console console) {
            super(console);
        }

        @Override
        List<InstalledMap> elements() {
            return KernelInventory.maps();
        }

        @Override
        Table table() {
            Table table = new Table("rllrrr");
            table.row("id", "type", "name", "key", "value", "entries");
            return table;
        }

        @Override
        void row(Table table, InstalledMap m) {
            table.row(
                    m.id(),
                    m.type().map(MapType::shortName).orElse("?"),
                    m.name(),
                    m.keySize(),
                    m.valueSize(),
                    Integer.toUnsignedString(m.maxEntries()));
        }

        @Override
        Map<String, Object> tree(InstalledMap map) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("id", map.id());
            tree.put("type", map.type().map(MapType::shortName).orElse(null));
            tree.put("name", map.name());
            tree.put("keySize", map.keySize());
            tree.put("valueSize", map.valueSize());
            tree.put("maxEntries", Integer.toUnsignedLong(map.maxEntries()));
            tree.put("flags", map.flags());
            return tree;
        }
    }

    /// `skep map dump`.
    @Command(
            name = "dump",
            description = "Prints the elements of a map, in its types where it has some.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nFields of --json, one array of objects:%n",
            footer = {
                "  key, value (values for per-CPU maps), in their types, else hexadecimal",
                "%nElements of arrays that are zero are left out.",
                "%nExit codes: 4 if the kernel refuses.",
                "%nExamples:",
                "  skep map dump 12",
                "  skep map dump /sys/fs/bpf/flows --json"
            })
    static final class Dump implements Callable<Integer> {
        private final Console console;

        @Parameters(
                paramLabel = "ID|NAME|PIN",
                description = "its id, its name, or the file that it is pinned as (with a slash)")
        private String which;

        @Option(
                names = "--entries",
                paramLabel = "N",
                description = "print at most N elements (default: all)")
        private int most = Integer.MAX_VALUE;

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        Dump(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (KernelMap map = open(which)) {
                MapContents contents = new MapContents(map, most);
                if (json) {
                    Json.print(console.out(), contents.tree());
                } else {
                    contents.lines().forEach(console.out()::println);
                }
            }
            return ExitCode.DONE;
        }
    }

    /// `skep map set`.
    @Command(
            name = "set",
            description = "Puts an element into a map.",
            mixinStandardHelpOptions = true,
            footer = {
                "%nKEY and VALUE are written as for skep run --map-set.",
                "%nExit codes: 4 if the kernel refuses.",
                "%nExamples:",
                "  skep map set /sys/fs/bpf/blocklist 24+203.0.113.0 0"
            })
    static final class Set implements Callable<Integer> {
        @Parameters(
                index = "0",
                paramLabel = "ID|NAME|PIN",
                description = "its id, its name, or the file that it is pinned as (with a slash)")
        private String which;

        @Parameters(index = "1", paramLabel = "KEY", description = "which element")
        private String key;

        @Parameters(index = "2", paramLabel = "VALUE", description = "its value")
        private String value;

        @Override
        public Integer call() {
            try (KernelMap map = open(which)) {
                new MapSetting(map.definition().name(), key, value).applyTo(List.of(map));
            }
            return ExitCode.DONE;
        }
    }
}
