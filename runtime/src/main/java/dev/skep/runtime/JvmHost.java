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
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.verify.VerifiedProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs programs in this JVM: verified ones compiled, others interpreted, every access checked.
///
/// Initial elements of maps ([MapDefinition#slots]) that name other maps or programs are filled in
/// as soon as both exist, whichever comes first. Safe for many threads.
public final class JvmHost implements Host {
    private final JvmHostOptions options;
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
        this.maps = new JvmMaps(options.maps());
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
    /// @throws HostException if these are not the maps that it names, or not this host's
    public synchronized JvmProgram load(VerifiedProgram program, List<? extends BpfMap> maps) {
        List<JvmMap> own = own(program.program(), maps);
        Optional<Compilation> compilation =
                options.runs().tracer().isPresent()
                        ? Optional.empty()
                        : Optional.of(Compiler.compile(program, own, options.helpers()));
        return load(program.program(), own, compilation);
    }

    private JvmProgram load(Program program, List<JvmMap> own, Optional<Compilation> compilation) {
        JvmProgram loaded =
                new JvmProgram(program, own, this.maps.registry(), options, compilation);
        elements.programLoaded(program.name(), this.maps.registry().add(loaded));
        return loaded;
    }

    @Override
    public synchronized void close() {
        created.forEach(JvmMap::close);
        created.clear();
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

    private static HostException refuse(
            Program program, HostCode code, String message, String remedy) {
        return new HostException(
                Diagnostic.of(code, message).at(new Place.Named(program.name())).fix(remedy));
    }
}
