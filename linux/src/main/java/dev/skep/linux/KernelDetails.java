package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.FileFacts;
import dev.skep.linux.sys.Inventory;
import dev.skep.linux.sys.Inventory.Kind;
import dev.skep.linux.sys.ProgramParts;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.SourceLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// All about one thing in the kernel, of this process or of others; [KernelSearch] finds its id,
/// [KernelInventory] lists what there is.
///
/// Every method throws a [KernelException] if there is nothing of that id, or this user may not
/// look.
public final class KernelDetails {
    private static final int TAG = 8;

    private KernelDetails() {}

    /// All about a program.
    public static ProgramDetails program(int id) {
        Uses uses = uses(Kind.PROGRAM, id);
        return about(Kind.PROGRAM, "program", id, descriptor -> program(descriptor, uses));
    }

    /// The code of a program.
    public static ProgramCode code(int id) {
        return about(Kind.PROGRAM, "program", id, KernelDetails::code);
    }

    /// All about a map.
    public static MapDetails map(int id) {
        Uses uses = uses(Kind.MAP, id);
        return about(Kind.MAP, "map", id, descriptor -> map(descriptor, uses));
    }

    /// All about a link.
    public static LinkDetails link(int id) {
        Uses uses = uses(Kind.LINK, id);
        return about(
                Kind.LINK,
                "link",
                id,
                descriptor -> {
                    Inventory.LinkInfo info = Inventory.link(descriptor);
                    return new LinkDetails(
                            LinkText.of(info),
                            programName(info.program()),
                            LinkFields.of(info, descriptor),
                            uses);
                });
    }

    /// Who keeps it; to be asked before it is opened, which would count, too.
    private static Uses uses(Kind kind, int id) {
        KernelInventory.demandKernel();
        return UseSearch.of(kind).getOrDefault(id, Uses.NONE);
    }

    private static <T> T about(Kind kind, String one, int id, KernelInventory.Reading<T> reading) {
        KernelInventory.demandKernel();
        try (Descriptor descriptor = Inventory.open(kind, id)) {
            return reading.read(descriptor);
        } catch (RefusedCall e) {
            throw KernelInventory.refused(new Place.Named(one + " " + id), e);
        }
    }

    private static ProgramDetails program(Descriptor descriptor, Uses uses) throws RefusedCall {
        ProgramParts parts = ProgramParts.of(descriptor);
        InstalledProgram summary = KernelInventory.summary(parts.info());
        List<ProgramDetails.Function> functions = functions(parts, types(parts.info().types()));
        return new ProgramDetails(
                summary,
                fullName(summary.name(), functions),
                parts.gplCompatible(),
                maps(summary.maps()),
                parts.info().types(),
                target(parts.attachTypes(), parts.attachType()),
                parts.attachTypes(),
                parts.attachType(),
                parts.interfaceIndex(),
                parts.info().translated(),
                parts.info().runNanos(),
                parts.recursionMisses(),
                number(FileFacts.of(descriptor).get("memlock")),
                functions,
                KernelInventory.links().stream()
                        .filter(link -> link.program() == summary.id())
                        .map(InstalledLink::id)
                        .toList(),
                uses);
    }

    private static ProgramCode code(Descriptor descriptor) throws RefusedCall {
        ProgramParts parts = ProgramParts.of(descriptor);
        Optional<Btf> types = types(parts.info().types());
        List<ProgramDetails.Function> functions = functions(parts, types);
        return new ProgramCode(
                parts.info().id(),
                fullName(parts.info().name(), functions),
                parts.translated(),
                parts.machineCode(),
                functions,
                types.map(btf -> lines(parts, btf)).orElse(List.of()));
    }

    private static MapDetails map(Descriptor descriptor, Uses uses) throws RefusedCall {
        Inventory.MapInfo info = Inventory.map(descriptor);
        Map<String, String> facts = FileFacts.of(descriptor);
        return new MapDetails(
                KernelInventory.summary(info),
                info.extra(),
                info.types(),
                info.keyType(),
                info.valueType(),
                info.kernelValueType(),
                info.interfaceIndex(),
                number(facts.get("memlock")),
                small(facts.get("frozen")),
                small(facts.get("owner_prog_type")),
                KernelInventory.programs().stream()
                        .filter(program -> program.maps().contains(info.id()))
                        .map(InstalledProgram::id)
                        .toList(),
                uses);
    }

    private static OptionalLong number(String text) {
        return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private static OptionalInt small(String text) {
        return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    /// What went meanwhile is left out.
    private static List<InstalledMap> maps(List<Integer> ids) throws RefusedCall {
        List<InstalledMap> maps = new ArrayList<>();
        for (int id : ids) {
            KernelInventory.one(Kind.MAP, id, d -> KernelInventory.summary(Inventory.map(d)))
                    .ifPresent(maps::add);
        }
        return maps;
    }

    private static String programName(int id) throws RefusedCall {
        return id == 0
                ? ""
                : KernelInventory.one(Kind.PROGRAM, id, d -> Inventory.program(d).name())
                        .orElse("");
    }

    /// A type graph; empty for 0, if it has gone, or if it is not what we can read.
    private static Optional<Btf> types(int id) throws RefusedCall {
        try {
            return id == 0
                    ? Optional.empty()
                    : KernelInventory.one(
                            Kind.TYPES, id, d -> KernelTypeGraphs.read(d, new KernelTypes()));
        } catch (MalformedException newerThanKnown) {
            return Optional.empty();
        }
    }

    private static String target(int graph, int type) throws RefusedCall {
        return types(graph)
                .filter(btf -> type <= btf.lastId())
                .map(btf -> btf.name(type))
                .orElse("");
    }

    private static String fullName(String kept, List<ProgramDetails.Function> functions) {
        return functions.stream()
                .findFirst()
                .map(ProgramDetails.Function::name)
                .filter(name -> name.startsWith(kept) && !name.isEmpty())
                .orElse(kept);
    }

    /// Programs without types have one function that nobody names, or several that only their
    /// machine code shows.
    private static List<ProgramDetails.Function> functions(
            ProgramParts parts, Optional<Btf> types) {
        int many = Math.max(parts.functions().size(), Math.max(1, parts.addresses().length));
        return IntStream.range(0, many).mapToObj(i -> function(parts, types, i)).toList();
    }

    private static ProgramDetails.Function function(
            ProgramParts parts, Optional<Btf> types, int index) {
        ProgramParts.Function known =
                index < parts.functions().size() ? parts.functions().get(index) : null;
        byte[] tags = parts.tags();
        return new ProgramDetails.Function(
                known == null
                        ? ""
                        : types.filter(btf -> known.type() <= btf.lastId())
                                .map(btf -> btf.name(known.type()))
                                .orElse(""),
                known == null ? (index == 0 ? 0 : -1) : known.slot(),
                (index + 1) * TAG > tags.length
                        ? ""
                        : HexFormat.of()
                                .formatHex(
                                        Arrays.copyOfRange(tags, index * TAG, (index + 1) * TAG)),
                index < parts.addresses().length ? parts.addresses()[index] : 0,
                index < parts.lengths().length ? parts.lengths()[index] : 0);
    }

    private static List<SourceLine> lines(ProgramParts parts, Btf btf) {
        return parts.lines().stream()
                .map(
                        line ->
                                text(btf, line.file())
                                        .map(
                                                file ->
                                                        new SourceLine(
                                                                line.slot(),
                                                                file,
                                                                line.line(),
                                                                line.column(),
                                                                text(btf, line.text()).orElse("")))
                                        .orElse(null))
                .filter(Objects::nonNull)
                .toList();
    }

    private static Optional<String> text(Btf btf, int offset) {
        try {
            return Optional.of(btf.string(offset));
        } catch (MalformedException noSuchString) {
            return Optional.empty();
        }
    }
}
