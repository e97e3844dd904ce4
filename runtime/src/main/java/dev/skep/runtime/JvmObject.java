package dev.skep.runtime;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.map.JvmMap;
import dev.skep.typed.Global;
import dev.skep.typed.SharedArray;
import dev.skep.typed.TypedEvents;
import dev.skep.typed.TypedMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// An object in a [JvmHost]: its maps and programs, in the order of the object. What was loaded
/// together shares maps: what a program writes into one, the others and Java see there.
///
/// Closing it closes its maps; so does closing the host. Safe for many threads.
public final class JvmObject implements AutoCloseable {
    private final List<JvmMap> maps;
    private final List<JvmProgram> programs;
    private final Optional<Btf> types;

    JvmObject(List<JvmMap> maps, List<JvmProgram> programs, Optional<Btf> types) {
        this.types = types;
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

    /// The map of that name, with Java values for keys and values.
    ///
    /// @throws HostException with [HostCode#NOT_LOADED] if there is none, with a
    ///   [dev.skep.typed.TypedCode] if the classes do not fit, or the map has a value for each CPU
    public <K, V> TypedMap<K, V> map(String name, Class<K> key, Class<V> value) {
        return TypedMap.of(map(name), key, value);
    }

    /// The per-CPU map of that name, with Java values for keys and values.
    ///
    /// @throws HostException with [HostCode#NOT_LOADED] if there is none, with a
    ///   [dev.skep.typed.TypedCode] if the classes do not fit, or the map is not per CPU
    public <K, V> TypedMap<K, List<V>> perCpuMap(String name, Class<K> key, Class<V> value) {
        return TypedMap.perCpu(map(name), key, value);
    }

    /// What programs send through the map of that name, as Java values: by the C type that is
    /// called like the class, or laid out as its components if the object carries no types at all.
    ///
    /// @throws HostException with [HostCode#NOT_LOADED] if there is no such map, with a
    ///   [dev.skep.typed.TypedCode] if there is no such type, or it does not fit
    public <T> TypedEvents<T> events(String name, Class<T> type) {
        return types.isPresent()
                ? TypedEvents.of(map(name), types.get(), type)
                : TypedEvents.of(map(name), type);
    }

    /// The array of that name in the memory that programs see, with Java values.
    ///
    /// @throws HostException with [HostCode#NOT_LOADED] if there is no such map, with a
    ///   [dev.skep.typed.TypedCode] if the class does not fit; a [dev.skep.host.MapException] if it
    ///   was not declared with `BPF_F_MMAPABLE`
    public <V> SharedArray<V> array(String name, Class<V> value) {
        return SharedArray.of(map(name), value);
    }

    /// The global variable of that name, which Java and the programs share.
    ///
    /// @throws HostException with a [dev.skep.typed.TypedCode] if there is none, or the class does
    ///   not fit
    public <T> Global<T> global(String name, Class<T> type) {
        return Global.of(maps, name, type);
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
