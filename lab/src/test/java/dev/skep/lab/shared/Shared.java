package dev.skep.lab.shared;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.BpfMap;
import dev.skep.host.Host;
import dev.skep.host.LoadedProgram;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelObject;
import dev.skep.linux.LoadOptions;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmObject;
import dev.skep.typed.Global;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The object `shared.bpf.o` on one of the engines: its maps and programs by their names.
record Shared(Host host, List<? extends BpfMap> maps, Map<String, LoadedProgram> programs)
        implements AutoCloseable {
    /// What runs programs.
    enum Engine {
        INTERPRETER,
        COMPILER,
        KERNEL
    }

    private static final byte[] PACKET = new byte[64];

    /// Loads the object anew; skips the test where there is no such engine.
    static Shared on(Engine engine) throws IOException {
        return switch (engine) {
            case INTERPRETER -> interpreted();
            case COMPILER -> {
                JvmHost host = new JvmHost();
                JvmObject object = host.load(object());
                yield of(host, object.maps(), object.programs());
            }
            case KERNEL -> {
                Optional<String> obstacle = KernelHost.obstacle();
                assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
                KernelHost host = KernelHost.open();
                LinkedObject linked = object().link(LinkOptions.standard());
                KernelObject object = host.load(linked, LoadOptions.standard());
                yield of(host, object.maps(), object.programs());
            }
        };
    }

    private static Shared interpreted() throws IOException {
        JvmHost host = new JvmHost();
        LinkedObject linked = object().link(LinkOptions.standard());
        List<? extends BpfMap> maps = linked.maps().stream().map(host::createMap).toList();
        return of(host, maps, linked.programs().stream().map(p -> host.load(p, maps)).toList());
    }

    private static Shared of(
            Host host, List<? extends BpfMap> maps, List<? extends LoadedProgram> programs) {
        return new Shared(
                host,
                maps,
                programs.stream().collect(Collectors.toMap(p -> p.program().name(), p -> p)));
    }

    static BpfObject object() throws IOException {
        try (InputStream file = Shared.class.getResourceAsStream("shared.bpf.o")) {
            return BpfObject.read(file.readAllBytes());
        }
    }

    BpfMap map(String name) {
        return maps.stream()
                .filter(map -> map.definition().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    <T> Global<T> global(String name, Class<T> type) {
        return Global.of(maps, name, type);
    }

    /// Runs a program over a packet of 64 bytes; what it returned.
    int run(String program) {
        return programs.get(program).test(TestRun.over(PACKET)).returnValue();
    }

    @Override
    public void close() {
        host.close();
    }
}
