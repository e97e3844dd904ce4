package dev.skep.cli;

import dev.skep.linux.Uses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who keeps something in the kernel, as facts about it.
final class UsesFacts {
    private UsesFacts() {}

    static Facts add(Facts facts, Uses uses) {
        return facts.with(
                        "pins",
                        uses.pins().stream().map(Object::toString).toList(),
                        uses.pins().stream().map(Object::toString).toList())
                .with("processes", processes(uses.processes()), processLines(uses.processes()));
    }

    /// As trees for JSON.
    static List<Object> processes(List<Uses.Holder> holders) {
        return holders.stream().map(UsesFacts::tree).toList();
    }

    private static Object tree(Uses.Holder holder) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("pid", holder.pid());
        tree.put("command", holder.command());
        return tree;
    }

    private static List<String> processLines(List<Uses.Holder> holders) {
        return holders.stream().map(h -> h.pid() + " " + h.command()).toList();
    }
}
