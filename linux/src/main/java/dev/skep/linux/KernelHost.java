package dev.skep.linux;

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
import dev.skep.object.LinkedObject;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.program.SpecialFields;
import dev.skep.program.StructOps;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final StructOpsMaps structs;
    private final RunningKernel kernel = new RunningKernel();
    private final InitialElements elements = new InitialElements();
    private final Set<KernelMap> openMaps = new LinkedHashSet<>();
    private final Set<KernelProgram> openPrograms = new LinkedHashSet<>();
    private final List<KernelStructOps> openStructs = new ArrayList<>();

    /// Why the limit of locked memory stayed where it mattered.
    private final Optional<RefusedCall> lockedMemory = MemoryLimit.lift(kernel);

    private KernelHost(Bpf bpf) {
        this.bpf = bpf;
        this.maps = new KernelMaps(bpf);
        this.objects = new KernelObjects(bpf, KernelObjects.OLDER_KERNELS);
        this.structs = new StructOpsMaps(bpf, kernel::types);
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

    /// What objects are linked with for this kernel.
    public RunningKernel kernel() {
        return kernel;
    }

    /// The numbers of the CPUs that run now.
    public static List<Integer> onlineCpus() {
        return Arrays.stream(Machine.onlineCpus()).boxed().toList();
    }

    /// How many values an element of a per-CPU map has.
    public int cpus() {
        return Machine.possibleCpus();
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
            return keep(definition, descriptor);
        } catch (RefusedCall e) {
            lockedMemory.ifPresent(e::addSuppressed);
            throw Refusals.ofMap(KernelCode.MAP, "creating it", definition, e);
        }
    }

    private KernelMap keep(MapDefinition definition, Descriptor descriptor) {
        KernelMap map = new KernelMap(definition, descriptor, this::closed);
        openMaps.add(map);
        closingOnRefusal(map::close, () -> elements.mapCreated(map, descriptor.number()));
        return map;
    }

    /// Loads `program` with `maps` in the place of its map definitions, in the same order.
    ///
    /// @throws KernelException if these are not the maps that it names or not this kernel's, and if
    ///   the kernel refuses the program: with its errno and log, and what to do about it
    @Override
    public synchronized KernelProgram load(Program program, List<? extends BpfMap> maps) {
        List<Descriptor> descriptors = own(program, maps);
        return load(
                program,
                descriptors,
                objects.types(program),
                Optional.empty(),
                LogDetail.STATISTICS);
    }

    /// Loads a program of type `ext`, which replaces the global function of `target` that its
    /// section names, as soon as it is attached.
    ///
    /// @param target a program with types
    /// @throws KernelException as [#load(Program, List)] does, and if there is no such function
    public synchronized KernelProgram loadExtension(
            Program program, List<? extends BpfMap> maps, KernelProgram target) {
        return load(
                program,
                own(program, maps),
                objects.types(program),
                Optional.of(target),
                LogDetail.STATISTICS);
    }

    private KernelProgram load(
            Program program,
            List<Descriptor> maps,
            Optional<ProgramAttributes.Types> types,
            Optional<KernelProgram> replaced,
            LogDetail detail) {
        ProgramRequest.demandType(program);
        ProgramAttributes request =
                ProgramRequest.of(
                        program,
                        InsnEncoder.raw(program.code()),
                        types,
                        maps::get,
                        replaced,
                        kernel::types);
        LoadReply reply = bpf.loadProgram(request, detail.level());
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

    /// Loads an object: creates its maps, takes over those that are pinned already, pins those that
    /// want to be, loads its programs, and creates the structures of functions that they implement.
    /// Where something is left open, such as the size of a ring buffer, it is filled in as libbpf
    /// does. If something is refused, nothing stays, except maps that were pinned.
    ///
    /// @param object linked with the options of [#kernel()]
    /// @throws dev.skep.host.MapException if the kernel refuses a map
    /// @throws KernelException if it refuses anything else, or a pinned map has another shape
    public synchronized KernelObject load(LinkedObject object, LoadOptions options) {
        List<Program> programs = object.programs();
        List<ProgramAttributes.Types> types = objects.types(programs);
        Optional<Descriptor> graph = types.stream().findFirst().map(ProgramAttributes.Types::btf);
        MapPins pins = new MapPins(options.pins());
        List<KernelMap> maps = new ArrayList<>();
        List<KernelProgram> loaded = new ArrayList<>();
        List<KernelStructOps> made = new ArrayList<>();
        try {
            for (MapDefinition definition : object.maps()) {
                MapDefinition map = KernelMaps.completed(definition);
                maps.add(pinned(map, graph.filter(_ -> map.types().isPresent()), pins));
            }
            List<Descriptor> descriptors = maps.stream().map(KernelMap::descriptor).toList();
            for (int i = 0; i < programs.size(); i++) {
                Optional<ProgramAttributes.Types> own =
                        types.isEmpty() ? Optional.empty() : Optional.of(types.get(i));
                loaded.add(
                        load(
                                programs.get(i),
                                descriptors,
                                own,
                                Optional.empty(),
                                options.detail()));
            }
            KernelObject complete = new KernelObject(maps, loaded, List.of());
            for (StructOps struct : object.structs()) {
                made.add(
                        structs.create(
                                struct, graph, name -> complete.program(name).fileDescriptor()));
            }
            openStructs.addAll(made);
            return new KernelObject(maps, loaded, made);
        } catch (RuntimeException e) {
            new KernelObject(maps, loaded, made).close();
            throw e;
        }
    }

    private KernelMap pinned(MapDefinition map, Optional<Descriptor> types, MapPins pins) {
        if (map.pinning() != MapDefinition.Pinning.BY_NAME) {
            return create(map, types);
        }
        Optional<Descriptor> found = pins.find(map);
        if (found.isPresent()) {
            return keep(map, found.get());
        }
        KernelMap created = create(map, types);
        closingOnRefusal(created::close, () -> pins.pin(map, created.descriptor()));
        return created;
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
            if (mine.descriptor().closed()) {
                throw wrongMaps(
                        program,
                        "map %s is closed".formatted(map.definition().name()),
                        "create it anew");
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
            openStructs.forEach(KernelStructOps::close);
            objects.close();
        }
        programs.forEach(KernelProgram::close);
        maps.forEach(KernelMap::close);
    }
}
