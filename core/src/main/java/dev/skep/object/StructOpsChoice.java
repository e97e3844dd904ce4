package dev.skep.object;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import dev.skep.program.StructOps;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which structures of functions are linked, and what that means for the programs in them: those of
/// a structure that is made are loaded, and those that stand only in structures that are not made
/// are not.
final class StructOpsChoice {
    private final List<StructOps> chosen;
    private final Set<String> used = new HashSet<>();
    private final Map<String, String> targets = new HashMap<>();

    /// @param wanted what was asked for by name; empty for everything that is automatic
    StructOpsChoice(List<StructOps> all, Set<String> wanted) {
        this.chosen =
                all.stream()
                        .filter(
                                s ->
                                        wanted.isEmpty()
                                                ? s.automatic()
                                                : wanted.contains(s.name()))
                        .toList();
        for (StructOps structure : chosen) {
            structure.functions().forEach(f -> used.add(f.program()));
        }
        for (StructOps structure : all) {
            for (StructOps.Implementation function : structure.functions()) {
                String target = structure.target(function.member());
                String before = targets.putIfAbsent(function.program(), target);
                if (before != null && !before.equals(target)) {
                    throw conflict(function.program(), before, target);
                }
            }
        }
    }

    List<StructOps> chosen() {
        return chosen;
    }

    /// Whether a program belongs to a structure that is linked; empty if it belongs to none.
    Optional<Boolean> uses(ObjectFunction program) {
        return targets.containsKey(program.name())
                ? Optional.of(used.contains(program.name()))
                : Optional.empty();
    }

    /// The member that a program implements: `tcp_congestion_ops.init`.
    Optional<String> target(ObjectFunction program) {
        return Optional.ofNullable(targets.get(program.name()));
    }

    private static LinkException conflict(String program, String one, String other) {
        return new LinkException(
                Diagnostic.of(
                                ObjectCode.STRUCT_OPS,
                                "program %s implements both %s and %s"
                                        .formatted(program, one, other))
                        .at(new Place.Named("program " + program))
                        .because("a program is loaded for one member of one structure")
                        .fix("write a program for each of them"));
    }
}
