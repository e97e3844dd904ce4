package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.host.Errno;
import dev.skep.linux.sys.Bpf;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.Inventory;
import dev.skep.linux.sys.Inventory.Kind;
import dev.skep.linux.sys.Inventory.MapInfo;
import dev.skep.linux.sys.Inventory.ProgramInfo;
import dev.skep.linux.sys.Links;
import dev.skep.linux.sys.Pins;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What there is in the kernel: programs, maps and links of every process. To look takes
/// `CAP_SYS_ADMIN`. What goes while it is listed is left out.
public final class KernelInventory {
    private static final int BYTES_OF_INSTRUCTION = 8;

    private KernelInventory() {}

    /// Reads what one thing is.
    interface Reading<T> {
        T read(Descriptor descriptor) throws RefusedCall;
    }

    /// Every program.
    ///
    /// @throws KernelException if this user may not look
    public static List<InstalledProgram> programs() {
        return all(Kind.PROGRAM, KernelInventory::program);
    }

    /// Every map.
    ///
    /// @throws KernelException if this user may not look
    public static List<InstalledMap> maps() {
        return all(Kind.MAP, KernelInventory::map);
    }

    /// Every link.
    ///
    /// @throws KernelException if this user may not look
    public static List<InstalledLink> links() {
        return all(Kind.LINK, d -> LinkText.of(Inventory.link(d)));
    }

    /// Opens the map of that id, with its types where it has some.
    ///
    /// @throws KernelException if there is none, or this user may not open it
    public static KernelMap openMap(int id) {
        Place place = new Place.Named("map " + id);
        return opened(place, () -> Inventory.open(Kind.MAP, id));
    }

    /// Opens the map that is pinned under that path.
    ///
    /// @throws KernelException if there is none, or this user may not open it
    public static KernelMap openMap(Path pin) {
        return opened(
                new Place.Named(pin.toString()),
                () -> {
                    Descriptor found = Pins.open(pin);
                    try {
                        demand(Kind.MAP, found, pin);
                        return found;
                    } catch (KernelException e) {
                        found.close();
                        throw e;
                    }
                });
    }

    /// Makes sure that a link is pinned under that path.
    ///
    /// @throws KernelException if nothing is, or something else
    public static void demandLink(Path pin) {
        demandKernel();
        try (Descriptor descriptor = Pins.open(pin)) {
            demand(Kind.LINK, descriptor, pin);
        } catch (RefusedCall e) {
            throw refused(new Place.Named(pin.toString()), e);
        }
    }

    static void demand(Kind kind, Descriptor descriptor, Path pin) {
        if (!Inventory.is(kind, descriptor)) {
            throw new KernelException(
                    Diagnostic.of(KernelCode.NO_TARGET, "%s is something else".formatted(pin))
                            .at(new Place.Named(pin.toString()))
                            .because("wanted is one of the kernel's " + kind.plural())
                            .fix("name another file"),
                    0);
        }
    }

    /// Ends the link of that id for everybody who holds it.
    ///
    /// @throws KernelException if there is none, or links of its kind cannot be ended from outside
    public static void detach(int link) {
        demandKernel();
        try (Descriptor descriptor = Inventory.open(Kind.LINK, link)) {
            Links.detach(descriptor);
        } catch (RefusedCall e) {
            throw refused(new Place.Named("link " + link), e);
        }
    }

    /// Gets hold of something.
    private interface Opening {
        Descriptor open() throws RefusedCall;
    }

    private static KernelMap opened(Place place, Opening opening) {
        demandKernel();
        try {
            Descriptor descriptor = opening.open();
            try {
                return new KernelMap(definition(Inventory.map(descriptor)), descriptor, _ -> {});
            } catch (RefusedCall | RuntimeException e) {
                descriptor.close();
                throw e;
            }
        } catch (RefusedCall e) {
            throw refused(place, e);
        }
    }

    private static MapDefinition definition(MapInfo info) throws RefusedCall {
        MapType type =
                MapType.byId(info.type())
                        .orElseThrow(
                                () ->
                                        new KernelException(
                                                Diagnostic.of(
                                                        KernelCode.MAP,
                                                        "maps of type %d are not known here"
                                                                .formatted(info.type())),
                                                0));
        return new MapDefinition(
                info.name(),
                type,
                info.keySize(),
                info.valueSize(),
                info.maxEntries(),
                info.flags(),
                info.extra(),
                types(info),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                MapDefinition.Pinning.NONE);
    }

    private static Optional<MapDefinition.Types> types(MapInfo info) throws RefusedCall {
        if (info.types() == 0) {
            return Optional.empty();
        }
        try (Descriptor types = Inventory.open(Kind.TYPES, info.types())) {
            Btf btf = Btf.parse(Inventory.types(types));
            return Optional.of(new MapDefinition.Types(btf, info.keyType(), info.valueType()));
        }
    }

    private static InstalledProgram program(Descriptor descriptor) throws RefusedCall {
        return summary(Inventory.program(descriptor));
    }

    static InstalledProgram summary(ProgramInfo info) {
        return new InstalledProgram(
                info.id(),
                Arrays.stream(ProgramType.values()).filter(t -> t.id() == info.type()).findFirst(),
                info.name(),
                HexFormat.of().formatHex(info.tag()),
                Duration.ofNanos(info.loadedAt()),
                info.user(),
                Arrays.stream(info.maps()).boxed().toList(),
                info.translated() / BYTES_OF_INSTRUCTION,
                info.jited(),
                info.verified(),
                info.runs());
    }

    private static InstalledMap map(Descriptor descriptor) throws RefusedCall {
        return summary(Inventory.map(descriptor));
    }

    static InstalledMap summary(MapInfo info) {
        return new InstalledMap(
                info.id(),
                MapType.byId(info.type()),
                info.name(),
                info.keySize(),
                info.valueSize(),
                info.maxEntries(),
                info.flags());
    }

    /// Whether there is a kernel to ask; what this user may see is another question.
    static void demandKernel() {
        Optional<String> obstacle = Bpf.obstacle();
        if (obstacle.isPresent()) {
            throw KernelVerifier.unusable(obstacle.get());
        }
    }

    static <T> List<T> all(Kind kind, Reading<T> reading) {
        demandKernel();
        List<T> all = new ArrayList<>();
        try {
            OptionalInt next = Inventory.next(kind, 0);
            while (next.isPresent()) {
                one(kind, next.getAsInt(), reading).ifPresent(all::add);
                next = Inventory.next(kind, next.getAsInt());
            }
            return all;
        } catch (RefusedCall e) {
            throw refused(new Place.Named("the kernel's " + kind.plural()), e);
        }
    }

    static <T> Optional<T> one(Kind kind, int id, Reading<T> reading) throws RefusedCall {
        try (Descriptor descriptor = Inventory.open(kind, id)) {
            return Optional.of(reading.read(descriptor));
        } catch (RefusedCall e) {
            // A link is not there any more, or not yet: its id comes before it is attached.
            if (e.errno() == Errno.ENOENT.number() || e.errno() == Errno.EAGAIN.number()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static KernelException refused(Place place, RefusedCall refusal) {
        boolean missing = refusal.errno() == Errno.ENOENT.number();
        return new KernelException(
                Diagnostic.of(
                                missing ? KernelCode.NO_TARGET : KernelCode.INVENTORY,
                                refusal.getMessage())
                        .at(place)
                        .fix(
                                missing
                                        ? "name one that is there: skep prog list, skep map list,"
                                                + " skep link list, skep btf list"
                                        : "run as root, or with CAP_SYS_ADMIN"),
                refusal.errno());
    }
}
