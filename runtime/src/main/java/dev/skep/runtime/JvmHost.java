package dev.skep.runtime;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.host.BpfMap;
import dev.skep.host.Host;
import dev.skep.host.InitialElements;
import dev.skep.jit.Compilation;
import dev.skep.jit.Compiler;
import dev.skep.map.JvmMap;
import dev.skep.map.JvmMaps;
import dev.skep.object.BpfObject;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.timer.TimerQueue;
import dev.skep.verify.VerifiedProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs programs in this JVM: verified ones compiled, others interpreted, every access checked.
///
/// Initial elements of maps ([MapDefinition#slots]) that name other maps or programs are filled in
/// as soon as both exist, whichever comes first. Safe for many threads.
///
/// Timers that programs start expire by the clocks of the host's environment: in real time, on one
/// daemon thread that the first timer starts and that ends with the host, or as a
/// [dev.skep.vm.VirtualClock] is moved. Their callbacks run one at a time. A host with timers that
/// start themselves again has to be closed.
public final class JvmHost implements Host {
    private final JvmHostOptions options;
    private final TimerQueue timers;
    private final JvmMaps maps;
    private final InitialElements elements = new InitialElements();
    private final List<JvmMap> created = new ArrayList<>();

    /// A host with every helper function and the clocks of this machine.
    public JvmHost() {
        this(JvmHostOptions.defaults());
    }

    /// A host with `options`.
    public JvmHost(JvmHostOptions options) {
        this.options = options;
        this.timers = new TimerQueue(options.environment().time());
        this.maps = new JvmMaps(options.maps(), timers);
    }

    /// What was decided about this host.
    public JvmHostOptions options() {
        return options;
    }

    @Override
    public synchronized JvmMap createMap(MapDefinition definition) {
        JvmMap map = maps.create(definition);
        created.add(map);
        elements.mapCreated(map, map.id());
        return map;
    }

    /// Loads `program` with `maps` in the place of its map definitions, in the same order. It is
    /// interpreted, every access checked, whatever it does.
    ///
    /// @throws HostException if these are not the maps that it names, or not this host's
    /// @throws dev.skep.diag.TrapException if the program cannot run: a jump to nowhere
    @Override
    public synchronized JvmProgram load(Program program, List<? extends BpfMap> maps) {
        return load(program, own(program, maps), Optional.empty());
    }

    /// Loads a program that the verifier accepted: it is compiled, and runs without checks. Where
    /// the compiler refuses it, or its runs are to be traced, it is interpreted;
    /// [JvmProgram#notCompiled] says why.
    ///
    /// @throws HostException if these are not the maps that it names, not of the shapes that it was
    ///   verified with, or not this host's
    public synchronized JvmProgram load(VerifiedProgram program, List<? extends BpfMap> maps) {
        List<JvmMap> own = own(program.program(), maps);
        demandShapes(program.program(), own);
        Optional<Compilation> compilation =
                options.runs().tracer().isPresent()
                        ? Optional.empty()
                        : Optional.of(Compiler.compile(program, own, options.helpers()));
        return load(program.program(), own, compilation);
    }

    /// Loads all that `object` has for this JVM: links it, has every program verified, creates its
    /// maps, compiles.
    ///
    /// @throws HostException with the verifier's diagnostic for the first program that it does not
    ///   accept; with the host's where a map cannot be created
    /// @throws dev.skep.diag.LinkException if the object does not fit together
    public JvmObject load(BpfObject object) {
        return load(object, JvmLoadOptions.standard());
    }

    /// Loads all that `object` has for this JVM, as `how` says.
    ///
    /// @throws HostException as [#load(BpfObject)]
    /// @throws dev.skep.diag.LinkException if the object does not fit together
    public JvmObject load(BpfObject object, JvmLoadOptions how) {
        return new ObjectLoader(this, how).load(object);
    }

    private JvmProgram load(Program program, List<JvmMap> own, Optional<Compilation> compilation) {
        JvmProgram loaded =
                new JvmProgram(program, own, this.maps.registry(), options, compilation);
        elements.programLoaded(program.name(), this.maps.registry().add(loaded));
        return loaded;
    }

    /// Closes its maps and ends its timers: no callback runs any more, unless one closes the host.
    @Override
    public void close() {
        List<JvmMap> open;
        synchronized (this) {
            open = List.copyOf(created);
            created.clear();
        }
        // Without the lock: this waits for callbacks, whose traps may be reported to who calls back
        // here.
        open.forEach(JvmMap::close);
        timers.close();
    }

    private static List<JvmMap> own(Program program, List<? extends BpfMap> maps) {
        if (maps.size() != program.maps().size()) {
            throw refuse(
                    program,
                    HostCode.WRONG_MAPS,
                    "the program names %d maps and was given %d"
                            .formatted(program.maps().size(), maps.size()),
                    "create a map for every definition, in the same order");
        }
        List<JvmMap> own = new ArrayList<>();
        for (BpfMap map : maps) {
            if (!(map instanceof JvmMap mine)) {
                throw refuse(
                        program,
                        HostCode.FOREIGN_MAP,
                        "map %s does not live in this JVM".formatted(map.definition().name()),
                        "create it with JvmHost.createMap");
            }
            own.add(mine);
        }
        return own;
    }

    private static void demandShapes(Program program, List<JvmMap> maps) {
        for (int i = 0; i < maps.size(); i++) {
            MapDefinition verified = program.maps().get(i);
            Optional<String> difference = MapShapes.difference(verified, maps.get(i).definition());
            if (difference.isPresent()) {
                throw refuse(
                        program,
                        HostCode.WRONG_SHAPE,
                        "map %s was verified, and map %s given in its place: %s"
                                .formatted(
                                        verified.name(),
                                        maps.get(i).definition().name(),
                                        difference.get()),
                        "create the maps from the definitions of the program that was verified");
            }
        }
    }

    private static HostException refuse(
            Program program, HostCode code, String message, String remedy) {
        return new HostException(
                Diagnostic.of(code, message).at(new Place.Named(program.name())).fix(remedy));
    }
}
