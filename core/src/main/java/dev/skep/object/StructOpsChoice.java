package dev.skep.object;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import dev.skep.program.Globals;
import dev.skep.program.StructOps;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
                        .filter(s -> wanted.isEmpty() ? s.automatic() : wanted.contains(s.name()))
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

    /// Whether a structure is linked.
    boolean isChosen(String name) {
        return chosen.stream().anyMatch(s -> s.name().equals(name));
    }

    /// The structures that are linked, with other values of members.
    ///
    /// @param values by name: `steady.flags`; other names are left alone
    /// @throws LinkException if a member cannot hold its value, or there is no such member
    List<StructOps> chosen(Map<String, String> values, ByteOrder order) {
        return chosen.stream().map(struct -> filled(struct, values, order)).toList();
    }

    /// The values of variables that are no members of structures.
    Map<String, String> withoutMembers(Map<String, String> values) {
        Map<String, String> others = new HashMap<>(values);
        others.keySet().removeIf(name -> name.contains(".") && isChosen(owner(name)));
        return others;
    }

    private static String owner(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    private static StructOps filled(StructOps struct, Map<String, String> values, ByteOrder order) {
        byte[] contents = struct.contents().contents();
        List<Globals.Variable> members = struct.contents().variables();
        values.forEach(
                (name, value) -> {
                    if (name.startsWith(struct.name() + ".")) {
                        Globals.Variable member =
                                member(struct, name.substring(struct.name().length() + 1));
                        byte[] bytes =
                                new GlobalValue(Optional.of(struct.btf()), order, member)
                                        .encode(value);
                        ByteBuffer.wrap(contents).put(member.offset(), bytes);
                    }
                });
        return struct.with(new Globals(contents, members, false));
    }

    /// The member of that name, which is no function.
    private static Globals.Variable member(StructOps struct, String name) {
        List<Globals.Variable> data =
                struct.contents().variables().stream()
                        .filter(m -> struct.program(m.name()).isEmpty())
                        .toList();
        return data.stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new LinkException(
                                        Diagnostic.of(
                                                        ObjectCode.NO_VARIABLE,
                                                        "struct_ops %s has no data member %s"
                                                                .formatted(struct.name(), name))
                                                .at(new Place.Named("struct_ops " + struct.name()))
                                                .fix(
                                                        Text.suggest(
                                                                name,
                                                                data.stream()
                                                                        .map(Globals.Variable::name)
                                                                        .toList(),
                                                                "it consists of functions"))));
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
