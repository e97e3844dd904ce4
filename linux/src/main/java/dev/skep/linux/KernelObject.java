package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
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
