package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.host.BpfMap;
import dev.skep.host.Host;
import dev.skep.host.InitialElements;
import dev.skep.isa.InsnEncoder;
import dev.skep.linux.sys.Bpf;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.LoadReply;
import dev.skep.linux.sys.ProgramAttributes;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.program.SpecialFields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Runs programs in the Linux kernel below this JVM.
///
/// Initial elements of maps ([MapDefinition#slots]) that name other maps or programs are filled in
/// as soon as both exist, whichever comes first. Safe for many threads.
public final class KernelHost implements Host {
    private final Bpf bpf;
    private final KernelMaps maps;
    private final KernelObjects objects;
    private final KernelTypes kernel = new KernelTypes();
    private final InitialElements elements = new InitialElements();
    private final Set<KernelMap> openMaps = new LinkedHashSet<>();
    private final Set<KernelProgram> openPrograms = new LinkedHashSet<>();

    private KernelHost(Bpf bpf) {
        this.bpf = bpf;
        this.maps = new KernelMaps(bpf);
        this.objects = new KernelObjects(bpf);
    }

    /// Why this process cannot load programs into the kernel, in words for people; empty if it can.
    public static Optional<String> obstacle() {
        return KernelVerifier.obstacle();
    }

    /// The kernel of this machine.
    ///
    /// @throws KernelException if it cannot be used, for the reason that [#obstacle] gives
    public static KernelHost open() {
        KernelVerifier.demandUsable();
        return new KernelHost(Bpf.ofThisMachine());
    }

    /// The kernel's types; empty if it does not publish them.
    ///
    /// @throws java.io.UncheckedIOException if they cannot be read
    public Optional<Btf> kernelTypes() {
        return kernel.get();
    }

    /// Creates a map of exactly the shape of its definition, with the types of keys and values
    /// where they are known. Constant globals are frozen.
    ///
    /// @throws dev.skep.host.MapException as [Host#createMap] does
    /// @throws KernelException if the kernel refuses the types of a map that cannot be without
    @Override
    public synchronized KernelMap createMap(MapDefinition definition) {
        Optional<Descriptor> types = Optional.empty();
        try {
            types = objects.types(definition);
        } catch (KernelException e) {
            // Most maps work without types as well.
            if (!SpecialFields.of(definition).fields().isEmpty()) {
                throw e;
            }
        }
        return create(definition, types);
    }

    /// Creates all maps of a program, in the order of its definitions, with the types of the
    /// program itself: maps whose values hold lists, trees or pointers to the program's own objects
    /// have to share them with it.
    ///
    /// @throws dev.skep.host.MapException as [Host#createMap] does
    /// @throws KernelException if the kernel refuses the types
    public synchronized List<KernelMap> createMaps(Program program) {
        Optional<Descriptor> types = objects.types(program).map(ProgramAttributes.Types::btf);
        List<KernelMap> created = new ArrayList<>();
        try {
            for (MapDefinition definition : program.maps()) {
                created.add(create(definition, types.filter(_ -> definition.types().isPresent())));
            }
            return created;
        } catch (RuntimeException e) {
            created.forEach(KernelMap::close);
            throw e;
        }
    }

    private KernelMap create(MapDefinition definition, Optional<Descriptor> types) {
        try {
            Descriptor descriptor = maps.create(definition, types);
            objects.tidy();
            KernelMap map = new KernelMap(definition, descriptor, this::closed);
            openMaps.add(map);
            closingOnRefusal(map::close, () -> elements.mapCreated(map, descriptor.number()));
            return map;
        } catch (RefusedCall e) {
            throw Refusals.ofMap(KernelCode.MAP, "creating it", definition, e);
        }
    }

    /// Loads `program` with `maps` in the place of its map definitions, in the same order.
    ///
    /// @throws KernelException if these are not the maps that it names or not this kernel's, and if
    ///   the kernel refuses the program: with its errno and log, and what to do about it
    @Override
    public synchronized KernelProgram load(Program program, List<? extends BpfMap> maps) {
        ProgramRequest.demandType(program);
        List<Descriptor> descriptors = own(program, maps);
        ProgramAttributes request =
                ProgramRequest.of(
                        program,
                        InsnEncoder.raw(program.code()),
                        objects.types(program),
                        descriptors::get,
                        kernel::get);
        LoadReply reply = bpf.loadProgram(request, LogDetail.STATISTICS.level());
        objects.tidy();
        KernelVerdict verdict = KernelVerdict.of(reply);
        Descriptor descriptor =
                reply.program().orElseThrow(() -> Refusals.ofProgram(program, verdict));
        KernelProgram loaded = new KernelProgram(program, descriptor, verdict, this::closed);
        openPrograms.add(loaded);
        closingOnRefusal(
                loaded::close, () -> elements.programLoaded(program.name(), descriptor.number()));
        return loaded;
    }

    private static List<Descriptor> own(Program program, List<? extends BpfMap> maps) {
        if (maps.size() != program.maps().size()) {
            throw wrongMaps(
                    program,
                    "the program names %d maps and was given %d"
                            .formatted(program.maps().size(), maps.size()),
                    "create a map for every definition, in the same order");
        }
        List<Descriptor> own = new ArrayList<>();
        for (BpfMap map : maps) {
            if (!(map instanceof KernelMap mine)) {
                throw wrongMaps(
                        program,
                        "map %s does not live in the kernel".formatted(map.definition().name()),
                        "create it with KernelHost.createMap");
            }
            own.add(mine.descriptor());
        }
        return own;
    }

    private static KernelException wrongMaps(Program program, String message, String remedy) {
        return new KernelException(
                Diagnostic.of(KernelCode.MAPS, message)
                        .at(KernelProgram.place(program))
                        .fix(remedy),
                0);
    }

    private static void closingOnRefusal(Runnable close, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            close.run();
            throw e;
        }
    }

    private synchronized void closed(KernelMap map) {
        openMaps.remove(map);
        elements.mapClosed(map, map.fileDescriptor());
    }

    private synchronized void closed(KernelProgram program) {
        openPrograms.remove(program);
        elements.programClosed(program.program().name(), program.fileDescriptor());
    }

    /// Releases every map and program that came from here. What is pinned or attached otherwise
    /// stays in the kernel.
    @Override
    public void close() {
        List<KernelProgram> programs;
        List<KernelMap> maps;
        synchronized (this) {
            programs = List.copyOf(openPrograms);
            maps = List.copyOf(openMaps);
            objects.close();
        }
        programs.forEach(KernelProgram::close);
        maps.forEach(KernelMap::close);
    }
}
