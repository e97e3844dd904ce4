package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.typed.Global;
import dev.skep.typed.SharedArray;
import dev.skep.typed.TypedEvents;
import dev.skep.typed.TypedMap;
import java.util.List;
import java.util.function.Function;

/// An object in the kernel: its maps, programs and structures of functions, in the order of the
/// object. Closing it closes them all; what is pinned or attached stays.
public final class KernelObject implements AutoCloseable {
    private final List<KernelMap> maps;
    private final List<KernelProgram> programs;
    private final List<KernelStructOps> structs;

    KernelObject(
            List<KernelMap> maps, List<KernelProgram> programs, List<KernelStructOps> structs) {
        this.structs = List.copyOf(structs);
        this.maps = List.copyOf(maps);
        this.programs = List.copyOf(programs);
    }

    /// Its maps.
    public List<KernelMap> maps() {
        return maps;
    }

    /// Its programs.
    public List<KernelProgram> programs() {
        return programs;
    }

    /// The structures of functions that its programs implement.
    public List<KernelStructOps> structs() {
        return structs;
    }

    /// The structure of functions of that name.
    ///
    /// @throws KernelException if there is none
    public KernelStructOps struct(String name) {
        return named("struct_ops", name, structs, s -> s.definition().name());
    }

    /// The map of that name.
    ///
    /// @throws KernelException if there is none
    public KernelMap map(String name) {
        return named("map", name, maps, m -> m.definition().name());
    }

    /// The program of that name.
    ///
    /// @throws KernelException if there is none
    public KernelProgram program(String name) {
        return named("program", name, programs, p -> p.program().name());
    }

    /// The map of that name, with Java values for keys and values.
    ///
    /// @throws KernelException if there is none
    /// @throws HostException with a [dev.skep.typed.TypedCode] if the classes do not fit, or the
    ///   map has a value for each CPU
    public <K, V> TypedMap<K, V> map(String name, Class<K> key, Class<V> value) {
        return TypedMap.of(map(name), key, value);
    }

    /// The per-CPU map of that name, with Java values for keys and values.
    ///
    /// @throws KernelException if there is none
    /// @throws HostException with a [dev.skep.typed.TypedCode] if the classes do not fit, or the
    ///   map is not per CPU
    public <K, V> TypedMap<K, List<V>> perCpuMap(String name, Class<K> key, Class<V> value) {
        return TypedMap.perCpu(map(name), key, value);
    }

    /// What programs send through the map of that name, as Java values: by the C type that is
    /// called like the class, or laid out as its components if the programs carry no types.
    ///
    /// @throws KernelException if there is no such map
    /// @throws HostException with a [dev.skep.typed.TypedCode] if there is no such type, or it does
    ///   not fit
    public <T> TypedEvents<T> events(String name, Class<T> type) {
        return programs.stream()
                .flatMap(program -> program.program().btf().stream())
                .findFirst()
                .map(types -> TypedEvents.of(map(name), types, type))
                .orElseGet(() -> TypedEvents.of(map(name), type));
    }

    /// The array of that name in the memory that programs see, with Java values.
    ///
    /// @throws KernelException if there is no such map
    /// @throws HostException with a [dev.skep.typed.TypedCode] if the class does not fit; a
    ///   [dev.skep.host.MapException] if it was not declared with `BPF_F_MMAPABLE`
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
        throw new KernelException(
                Diagnostic.of(KernelCode.NO_SUCH_PART, "there is no %s %s".formatted(what, name))
                        .at(new Place.Named(what + " " + name))
                        .fix("there are: " + String.join(", ", known)),
                0);
    }

    @Override
    public void close() {
        structs.forEach(KernelStructOps::close);
        programs.forEach(KernelProgram::close);
        maps.forEach(KernelMap::close);
    }
}
