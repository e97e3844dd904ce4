package dev.skep.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads `helpers.txt`: a paragraph a helper, its first line `id name(argument: KIND, ...) ->
/// KIND`.
final class HelperTable {
    private static final String NOT_IN_JVM = "not in the JVM: ";

    private final String head;
    private KernelVersion since;
    private Set<ProgramType> types;
    private final Map<ProgramType, Set<AttachType>> attachTypes = new EnumMap<>(ProgramType.class);
    private final Map<AttachType, Set<String>> targets = new EnumMap<>(AttachType.class);
    private final Map<ProgramType, List<Helper.Argument>> variants =
            new EnumMap<>(ProgramType.class);
    private Privilege privilege = Privilege.BPF;
    private Set<MapType> maps = Set.of();
    private Set<Helper.Effect> effects = Set.of();
    private boolean gplOnly;
    private String reason = "";
    private final StringBuilder description = new StringBuilder();

    private HelperTable(String head) {
        this.head = head;
    }

    /// The paragraphs of the table, a helper each.
    static List<List<String>> paragraphs(List<String> lines) {
        List<List<String>> paragraphs = new ArrayList<>();
        for (String line : lines) {
            if (!line.startsWith(" ")) {
                paragraphs.add(new ArrayList<>());
            }
            paragraphs.getLast().add(line);
        }
        return paragraphs;
    }

    /// The helper that a paragraph describes.
    static Helper read(List<String> paragraph) {
        HelperTable row = new HelperTable(paragraph.getFirst());
        paragraph.stream().skip(1).forEach(line -> row.detail(line.strip()));
        return row.helper();
    }

    private void detail(String line) {
        if (line.startsWith("| ")) {
            description.append(description.isEmpty() ? "" : " ").append(line.substring(2));
        } else if (line.startsWith("since ")) {
            since = KernelVersion.of(line.substring("since ".length()));
        } else if (line.startsWith("for ")) {
            types = Cells.programTypes(line.substring("for ".length()));
        } else if (line.startsWith("when ")) {
            Cells.attachTypes(line.substring("when ".length()), attachTypes);
        } else if (line.startsWith("at ")) {
            String[] names = line.split(" ");
            targets.put(
                    AttachType.valueOf(names[1].toUpperCase(Locale.ROOT)),
                    Set.copyOf(Arrays.asList(names).subList(2, names.length)));
        } else if (line.startsWith("takes ")) {
            int close = line.lastIndexOf(')');
            List<Helper.Argument> arguments =
                    arguments(line.substring(line.indexOf('(') + 1, close));
            Cells.programTypes(line.substring(close + ") in ".length()))
                    .forEach(type -> variants.put(type, arguments));
        } else if (line.startsWith("needs ")) {
            privilege =
                    Privilege.valueOf(line.substring("needs ".length()).toUpperCase(Locale.ROOT));
        } else if (line.startsWith("maps ")) {
            maps = Cells.constants(MapType.class, line.substring("maps ".length()));
        } else if (line.startsWith("effects ")) {
            effects = Cells.constants(Helper.Effect.class, line.substring("effects ".length()));
        } else if (line.equals("gpl")) {
            gplOnly = true;
        } else if (line.startsWith(NOT_IN_JVM)) {
            reason = line.substring(NOT_IN_JVM.length());
        } else {
            throw new IllegalStateException("helpers.txt: " + line);
        }
    }

    private Helper helper() {
        int blank = head.indexOf(' ');
        int open = head.indexOf('(');
        int close = head.lastIndexOf(')');
        String[] result = head.substring(close + ") -> ".length()).split(" ");
        return new Helper(
                Integer.parseInt(head.substring(0, blank)),
                head.substring(blank + 1, open),
                arguments(head.substring(open + 1, close)),
                ReturnKind.valueOf(result[0]),
                result.length > 1 ? result[1] : "",
                gplOnly,
                since,
                types,
                attachTypes,
                targets,
                variants,
                privilege,
                maps,
                effects,
                description.toString(),
                Availability.of(reason));
    }

    private static List<Helper.Argument> arguments(String text) {
        List<Helper.Argument> arguments = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String argument : text.split(", ")) {
                String[] parts = argument.split(": | |\\[|]");
                String more = parts.length > 2 ? parts[2] : "";
                boolean number = !more.isEmpty() && Character.isDigit(more.charAt(0));
                arguments.add(
                        new Helper.Argument(
                                parts[0],
                                ArgumentKind.valueOf(parts[1]),
                                number ? "" : more,
                                number ? Integer.parseInt(more) : 0));
            }
        }
        return List.copyOf(arguments);
    }
}
