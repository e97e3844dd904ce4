package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.Inventory;
import dev.skep.linux.sys.Inventory.Kind;
import dev.skep.linux.sys.Inventory.TypesInfo;
import dev.skep.linux.sys.RefusedCall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The type graphs (BTF) in the kernel: its own, its modules', those of programs and maps.
public final class KernelTypeGraphs {
    private static final String KERNEL = "vmlinux";

    private KernelTypeGraphs() {}

    /// Every type graph, with who uses it.
    ///
    /// @throws KernelException if this user may not look
    public static List<InstalledTypes> all() {
        List<TypesInfo> graphs = KernelInventory.all(Kind.TYPES, Inventory::typesInfo);
        Map<Integer, TreeSet<Integer>> programs = new HashMap<>();
        KernelInventory.all(Kind.PROGRAM, Inventory::program)
                .forEach(p -> add(programs, p.types(), p.id()));
        Map<Integer, TreeSet<Integer>> maps = new HashMap<>();
        KernelInventory.all(Kind.MAP, Inventory::map).forEach(m -> add(maps, m.types(), m.id()));
        Map<Integer, Uses> uses = UseSearch.of(Kind.TYPES);
        return graphs.stream()
                .map(
                        graph ->
                                new InstalledTypes(
                                        graph.id(),
                                        graph.name(),
                                        graph.size(),
                                        origin(graph),
                                        List.copyOf(
                                                programs.getOrDefault(graph.id(), new TreeSet<>())),
                                        List.copyOf(maps.getOrDefault(graph.id(), new TreeSet<>())),
                                        uses.getOrDefault(graph.id(), Uses.NONE).processes()))
                .toList();
    }

    private static void add(Map<Integer, TreeSet<Integer>> users, int graph, int user) {
        users.computeIfAbsent(graph, _ -> new TreeSet<>()).add(user);
    }

    private static InstalledTypes.Origin origin(TypesInfo graph) {
        if (!graph.kernel()) {
            return InstalledTypes.Origin.PROGRAM;
        }
        return graph.name().equals(KERNEL)
                ? InstalledTypes.Origin.KERNEL
                : InstalledTypes.Origin.MODULE;
    }

    /// Reads a type graph; that of a module together with the kernel's, from which it is split.
    ///
    /// @throws KernelException if there is none of that id, or this user may not look
    /// @throws dev.skep.diag.MalformedException if it holds what is not known here
    public static Btf read(int id) {
        KernelInventory.demandKernel();
        try (Descriptor descriptor = Inventory.open(Kind.TYPES, id)) {
            return read(descriptor, new KernelTypes());
        } catch (RefusedCall e) {
            throw KernelInventory.refused(new Place.Named("type graph " + id), e);
        }
    }

    /// The id of the type graph of a program.
    ///
    /// @throws KernelException if there is no such program, or it has no types
    public static int ofProgram(int program) {
        return of(Kind.PROGRAM, "program " + program, program, d -> Inventory.program(d).types());
    }

    /// The id of the type graph of a map.
    ///
    /// @throws KernelException if there is no such map, or it has no types
    public static int ofMap(int map) {
        return of(Kind.MAP, "map " + map, map, d -> Inventory.map(d).types());
    }

    private static int of(
            Kind kind, String owner, int id, KernelInventory.Reading<Integer> reading) {
        KernelInventory.demandKernel();
        int types;
        try (Descriptor descriptor = Inventory.open(kind, id)) {
            types = reading.read(descriptor);
        } catch (RefusedCall e) {
            throw KernelInventory.refused(new Place.Named(owner), e);
        }
        if (types == 0) {
            throw new KernelException(
                    Diagnostic.of(KernelCode.NO_TARGET, owner + " has no types")
                            .at(new Place.Named(owner))
                            .fix("compile it with -g, and load it with its types"),
                    0);
        }
        return types;
    }

    static Btf read(Descriptor descriptor, KernelTypes kernel) throws RefusedCall {
        TypesInfo info = Inventory.typesInfo(descriptor);
        ByteBuffer bytes =
                ByteBuffer.wrap(Inventory.types(descriptor)).order(ByteOrder.nativeOrder());
        return origin(info) == InstalledTypes.Origin.MODULE
                ? Btf.parse(bytes, kernel.get().orElseThrow())
                : Btf.parse(bytes);
    }
}
