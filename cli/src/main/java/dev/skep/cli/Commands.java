package dev.skep.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;

/// The commands in the order of their list, by name. To build them all, with their options, takes
/// longer than most of them run: what is asked for is built alone, unless it speaks of the others.
final class Commands {
    private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();
    private static final Set<String> SPEAK_OF_OTHERS = Set.of("help", "generate-completion");

    static {
        ALL.put("run", RunCommand.class);
        ALL.put("verify", VerifyCommand.class);
        ALL.put("explain", ExplainCommand.class);
        ALL.put("inspect", InspectCommand.class);
        ALL.put("disasm", DisasmCommand.class);
        ALL.put("asm", AsmCommand.class);
        ALL.put("btf", BtfCommand.class);
        ALL.put("attach", AttachCommand.class);
        ALL.put("detach", DetachCommand.class);
        ALL.put("prog", ProgCommand.class);
        ALL.put("map", MapCommand.class);
        ALL.put("link", LinkCommand.class);
        ALL.put("probe", ProbeCommand.class);
        ALL.put("doctor", DoctorCommand.class);
        ALL.put("trace-pipe", TracePipeCommand.class);
        ALL.put("life", LifeCommand.class);
        ALL.put("conformance", ConformanceCommand.class);
        ALL.put("help", HelpCommand.class);
        ALL.put("generate-completion", AutoComplete.GenerateCompletion.class);
    }

    private Commands() {}

    /// Every name, with the class that has it in its annotation, too.
    static Map<String, Class<?>> all() {
        return ALL;
    }

    /// Adds what `args` ask for; everything where they start with no command.
    static void addTo(CommandLine line, String... args) {
        String first = args.length == 0 ? "" : args[0];
        boolean alone = ALL.containsKey(first) && !SPEAK_OF_OTHERS.contains(first);
        if (alone || first.equals("--version")) {
            ALL.entrySet().stream()
                    .filter(command -> command.getKey().equals(first))
                    .forEach(command -> line.addSubcommand(command.getValue()));
        } else {
            ALL.values().forEach(line::addSubcommand);
        }
    }
}
