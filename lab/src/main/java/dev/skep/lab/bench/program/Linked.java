package dev.skep.lab.bench.program;

import dev.skep.host.BpfMap;
import dev.skep.host.Host;
import dev.skep.host.LoadedProgram;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A benchmark's object, read and linked.
///
/// @param program the one that is measured
/// @param others what it reaches by tail calls
record Linked(Benchmark benchmark, Program program, List<Program> others) {
    /// Reads it from below the project's root.
    static Linked read(Path root, Benchmark benchmark) throws IOException {
        byte[] object = Files.readAllBytes(root.resolve(benchmark.file() + ".bpf.o"));
        LinkedObject linked = BpfObject.read(object).link(LinkOptions.standard());
        List<String> targets =
                linked.maps().stream()
                        .flatMap(map -> map.slots().stream())
                        .map(MapDefinition.Slot::target)
                        .toList();
        return new Linked(
                benchmark,
                linked.program(benchmark.function()),
                linked.programs().stream().filter(p -> targets.contains(p.name())).toList());
    }

    /// How a host takes a program: as it is, or verified before.
    interface Loading<P extends LoadedProgram> {
        /// Does what comes before; the outcome loads the program with its maps.
        Function<List<BpfMap>, P> prepare(Program program);
    }

    /// What a host made of it.
    record Loaded<P extends LoadedProgram>(P program, List<P> others, List<BpfMap> maps) {
        /// What a map holds, as [Runner.Session#value] wants it.
        byte[] value(Benchmark.Cell cell) {
            return sum(map(cell.map()), cell.key());
        }

        private BpfMap map(String name) {
            return named(maps, name);
        }
    }

    /// Creates the maps, fills them and loads the programs.
    <P extends LoadedProgram> Loaded<P> into(Host host, Loading<P> loading) {
        List<BpfMap> maps = new ArrayList<>();
        program.maps().forEach(definition -> maps.add(host.createMap(definition)));
        for (Benchmark.Element element : benchmark.elements()) {
            named(maps, element.map()).update(element.key(), element.value(), BpfMap.ANY);
        }
        List<P> loaded =
                Stream.concat(others.stream(), Stream.of(program))
                        .map(p -> loading.prepare(p).apply(maps))
                        .collect(Collectors.toList());
        P main = loaded.removeLast();
        return new Loaded<>(main, List.copyOf(loaded), maps);
    }

    private static BpfMap named(List<BpfMap> maps, String name) {
        return maps.stream()
                .filter(map -> map.definition().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no map " + name));
    }

    private static byte[] sum(BpfMap map, byte[] key) {
        byte[] value = map.lookup(key).orElse(new byte[0]);
        if (!map.definition().type().perCpu() || value.length == 0) {
            return value;
        }
        ByteOrder order = ByteOrder.nativeOrder();
        int words = (map.definition().valueSize() + 7) / Long.BYTES;
        ByteBuffer all = ByteBuffer.wrap(value).order(order);
        ByteBuffer sum = ByteBuffer.allocate(words * Long.BYTES).order(order);
        for (int i = 0; all.hasRemaining(); i = (i + 1) % words) {
            sum.putLong(i * Long.BYTES, sum.getLong(i * Long.BYTES) + all.getLong());
        }
        return sum.array();
    }
}
