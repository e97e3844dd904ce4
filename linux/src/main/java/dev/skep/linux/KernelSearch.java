package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.diag.Suggestions;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.Inventory;
import dev.skep.linux.sys.Inventory.Kind;
import dev.skep.linux.sys.Pins;
import dev.skep.linux.sys.RefusedCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Finds one of the kernel's programs, maps, links or type graphs as people name them: by its id
/// (`12`), its name (`firewall`), or the path that it is pinned under (`/sys/fs/bpf/firewall`, with
/// a slash).
///
/// Every method throws a [KernelException] if there is none ([KernelCode#NO_TARGET]), if several
/// have that name ([KernelCode#AMBIGUOUS]), or if this user may not look.
public final class KernelSearch {
    /// The kernel cuts names of programs and maps to so many bytes.
    private static final int LONGEST_NAME = 15;

    private KernelSearch() {}

    /// Something with an id.
    private record Named(int id, String name) {}

    /// The id of a program. Names may be longer than the 15 bytes that the kernel keeps.
    public static int program(String which) {
        return find(Kind.PROGRAM, "program", which, KernelSearch::programName);
    }

    /// The id of a map. Names may be longer than the 15 bytes that the kernel keeps.
    public static int map(String which) {
        return find(Kind.MAP, "map", which, d -> named(Inventory.map(d)));
    }

    /// The id of a link; links have no names.
    public static int link(String which) {
        return find(Kind.LINK, "link", which, d -> new Named(Inventory.link(d).id(), ""));
    }

    /// The id of a type graph: `vmlinux` and modules have names; none is pinned.
    public static int types(String which) {
        return find(Kind.TYPES, "type graph", which, KernelSearch::typesName);
    }

    private static Named programName(Descriptor descriptor) throws RefusedCall {
        Inventory.ProgramInfo info = Inventory.program(descriptor);
        return new Named(info.id(), info.name());
    }

    private static Named named(Inventory.MapInfo info) {
        return new Named(info.id(), info.name());
    }

    private static Named typesName(Descriptor descriptor) throws RefusedCall {
        Inventory.TypesInfo info = Inventory.typesInfo(descriptor);
        return new Named(info.id(), info.name());
    }

    private static int find(
            Kind kind, String one, String which, KernelInventory.Reading<Named> naming) {
        KernelInventory.demandKernel();
        if (which.matches("[0-9]{1,9}")) {
            return existing(kind, one, Integer.parseInt(which));
        }
        return which.contains("/")
                ? pinned(kind, Path.of(which))
                : byName(kind, one, which, naming);
    }

    private static int existing(Kind kind, String one, int id) {
        try (Descriptor _ = Inventory.open(kind, id)) {
            return id;
        } catch (RefusedCall e) {
            throw KernelInventory.refused(new Place.Named(one + " " + id), e);
        }
    }

    private static int pinned(Kind kind, Path pin) {
        try (Descriptor descriptor = Pins.open(pin)) {
            KernelInventory.demand(kind, descriptor, pin);
            return Inventory.id(kind, descriptor);
        } catch (RefusedCall e) {
            throw KernelInventory.refused(new Place.Named(pin.toString()), e);
        }
    }

    private static int byName(
            Kind kind, String one, String name, KernelInventory.Reading<Named> naming) {
        String kept = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        List<Named> all = KernelInventory.all(kind, naming);
        List<Integer> found = new ArrayList<>();
        for (Named candidate : all) {
            if (!name.isEmpty()
                    && (candidate.name().equals(name) || candidate.name().equals(kept))) {
                found.add(candidate.id());
            }
        }
        if (found.isEmpty()) {
            throw nothing(one, name, all);
        }
        if (found.size() > 1) {
            throw new KernelException(
                    Diagnostic.of(
                                    KernelCode.AMBIGUOUS,
                                    "%d %ss are called %s".formatted(found.size(), one, name))
                            .because(
                                    "their ids are "
                                            + found.stream()
                                                    .map(String::valueOf)
                                                    .collect(Collectors.joining(", ")))
                            .fix("name an id or a pinned path"),
                    0);
        }
        return found.getFirst();
    }

    private static KernelException nothing(String one, String name, List<Named> all) {
        List<String> names =
                all.stream().map(Named::name).filter(n -> !n.isEmpty()).distinct().toList();
        String close = String.join(", ", Suggestions.of(name, names));
        return new KernelException(
                Diagnostic.of(KernelCode.NO_TARGET, "no %s is called %s".formatted(one, name))
                        .fix(
                                close.isEmpty()
                                        ? "name an id, a name or a pinned path (with a slash); the list command shows what there is"
                                        : "did you mean " + close + "?"),
                0);
    }
}
