package dev.skep.cli;

import dev.skep.linux.KernelDetails;
import dev.skep.linux.KernelSearch;
import dev.skep.linux.LinkDetails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;

/// `skep link show`.
@Command(
        name = "show",
        description = "Shows all that the kernel tells about a link.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json, one object:%n",
        footer = {
            "  id, kind",
            "  program      the id of its program, 0 without; programName",
            "  fields       what links of that kind have:",
            "    raw_tracepoint   tracepoint, cookie",
            "    tracing          attachType, targetObject (0 for the kernel), targetType, cookie",
            "    cgroup           cgroup (its id), path (if it is found), attachType",
            "    iter             iterator; map, cgroup, order, thread, process as it has them",
            "    netns            namespace, attachType",
            "    xdp              interface, interfaceName (if this namespace has it)",
            "    tcx, netkit      the same, attachType",
            "    perf_event       event; name, offset, address, missed, counter, config,",
            "                     eventType, cookie as it has them",
            "    kprobe.multi     return, missed, places[] (address, function, cookie)",
            "    uprobe.multi     file, return, process, places[] (offset, counter, cookie)",
            "    struct_ops       map",
            "    sockmap          map, attachType",
            "    netfilter        family, hook, priority, flags",
            "  pins[], processes[] (pid, command)  who keeps it, as far as this user may see",
            "Addresses and cookies are hexadecimal texts. Links have no names.",
            "%nExit codes: 4 if there is none, or the kernel refuses.",
            "%nExamples:",
            "  skep link show 12",
            "  skep link show /sys/fs/bpf/redirect --json"
        })
final class LinkShow extends ShowCommand {
    private static final Set<String> HEXADECIMAL =
            Set.of("address", "cookie", "offset", "counter", "config");

    LinkShow(Console console) {
        super(console);
    }

    @Override
    Facts facts(String which) {
        LinkDetails details = KernelDetails.link(KernelSearch.link(which));
        int program = details.summary().program();
        Map<String, Object> fields = readable(details.fields());
        List<String> lines = new ArrayList<>();
        fields.forEach((name, value) -> lines.addAll(lines(name, value)));
        Facts facts =
                new Facts()
                        .with("id", details.summary().id())
                        .with("kind", details.summary().kind())
                        .with("program", program, program == 0 ? "" : String.valueOf(program))
                        .with("programName", details.programName())
                        .with("fields", fields, lines);
        return UsesFacts.add(facts, details.uses());
    }

    private static List<String> lines(String name, Object value) {
        return value instanceof List<?> places
                ? places.stream().map(Object::toString).toList()
                : List.of(name + " " + value);
    }

    private static Map<String, Object> readable(Map<?, ?> fields) {
        Map<String, Object> readable = new LinkedHashMap<>();
        fields.forEach(
                (name, value) -> readable.put((String) name, readable((String) name, value)));
        return readable;
    }

    private static Object readable(String name, Object value) {
        return switch (value) {
            case Long number when HEXADECIMAL.contains(name) -> "0x" + Long.toHexString(number);
            case List<?> places ->
                    places.stream().map(place -> (Object) readable((Map<?, ?>) place)).toList();
            case Object other -> other;
        };
    }
}
