package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// Objects of the tests' resources. Their sources and the script that compiles them stand beside
/// them.
final class Fixture {
    static final List<String> ALL =
            List.of(
                    "core.bpf.o",
                    "cross.bpf.o",
                    "externs.bpf.o",
                    "gnu.o",
                    "iproute.bpf.o",
                    "kernel_types.bpf.o",
                    "legacy.bpf.o",
                    "linking.bpf.o",
                    "linking.big-endian.o",
                    "linking.clang14.o",
                    "maps.bpf.o",
                    "maps.clang14.o",
                    "special.bpf.o",
                    "target_ambiguous.bpf.o",
                    "target_moved.bpf.o",
                    "target_same.bpf.o",
                    "weak.o");

    private Fixture() {}

    static byte[] bytes(String name) {
        try (InputStream in = Fixture.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BpfObject object(String name) {
        return BpfObject.read(bytes(name));
    }

    static Btf types(String name) {
        return object(name).btf().orElseThrow();
    }

    static Program program(String object, String name) {
        return object(object).link(LinkOptions.standard()).program(name);
    }

    static MapDefinition map(BpfObject object, String name) {
        return map(object.maps(), name);
    }

    static MapDefinition map(List<MapDefinition> maps, String name) {
        return maps.stream().filter(map -> map.name().equals(name)).findFirst().orElseThrow();
    }
}
