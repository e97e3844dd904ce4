package dev.skep.cli;

import dev.skep.diag.Diagnostic;
import dev.skep.runtime.JvmProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What ran the programs of a run.
///
/// @param word what ran the program that was chosen: `compiled`, `interpreter` or `Linux`
/// @param notCompiled why accepted programs were interpreted, by name; those that it may call by
///   tail call count too
record Engine(String word, Map<String, Diagnostic> notCompiled) {
    /// The kernel.
    static final Engine LINUX = new Engine("Linux", Map.of());

    static Engine of(JvmProgram program, Loading loading) {
        return new Engine(
                program.compiled().isPresent() ? "compiled" : "interpreter", loading.refused());
    }

    List<String> lines() {
        return notCompiled.entrySet().stream()
                .map(e -> "  " + e.getKey() + "  " + Loading.line(e.getValue()))
                .toList();
    }

    List<Object> tree() {
        List<Object> trees = new ArrayList<>();
        notCompiled.forEach(
                (name, why) -> {
                    Map<String, Object> tree = new LinkedHashMap<>();
                    tree.put("program", name);
                    tree.put("diagnostic", why.render());
                    trees.add(tree);
                });
        return trees;
    }
}
