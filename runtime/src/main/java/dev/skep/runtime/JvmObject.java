package dev.skep.runtime;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.map.JvmMap;
import java.util.List;
import java.util.function.Function;

/// An object in a [JvmHost]: its maps and programs, in the order of the object. What was loaded
/// together shares maps: what a program writes into one, the others and Java see there.
///
/// Closing it closes its maps; so does closing the host. Safe for many threads.
public final class JvmObject implements AutoCloseable {
    private final List<JvmMap> maps;
    private final List<JvmProgram> programs;

    JvmObject(List<JvmMap> maps, List<JvmProgram> programs) {
        this.maps = List.copyOf(maps);
        this.programs = List.copyOf(programs);
    }

    /// Its maps, those that hold global variables among them.
    public List<JvmMap> maps() {
        return maps;
    }

    /// Its programs, without those of types that only a kernel runs.
    public List<JvmProgram> programs() {
        return programs;
    }

    /// The map of that name.
    ///
    /// @throws HostException with [HostCode#NOT_LOADED] if there is none
    public JvmMap map(String name) {
        return named("map", name, maps, m -> m.definition().name());
    }

    /// The program of that name.
    ///
    /// @throws HostException with [HostCode#NOT_LOADED] if there is none
    public JvmProgram program(String name) {
        return named("program", name, programs, p -> p.program().name());
    }

    private static <T> T named(String what, String name, List<T> all, Function<T, String> names) {
        for (T part : all) {
            if (names.apply(part).equals(name)) {
                return part;
            }
        }
        List<String> known = all.stream().map(names).toList();
        throw new HostException(
                Diagnostic.of(HostCode.NOT_LOADED, "no %s %s was loaded".formatted(what, name))
                        .at(new Place.Named(what + " " + name))
                        .fix(
                                known.isEmpty()
                                        ? "the object has none that the JVM runs"
                                        : "there are: " + String.join(", ", known)));
    }

    @Override
    public void close() {
        maps.forEach(JvmMap::close);
    }
}
