package dev.skep.lab.bench.program;

import dev.skep.lab.bench.program.Benchmark.Cell;
import dev.skep.lab.capture.SamplePackets;
import dev.skep.spec.ProgramType;
import java.util.List;
import java.util.stream.IntStream;

/// Every benchmark, in the order of the table.
final class Catalogue {
    private static final byte[] SHORT = SamplePackets.udp(64);
    private static final byte[] LONG = SamplePackets.udp(1_514);

    private static final List<Benchmark> ALL =
            List.of(
                    of("multiply", "integer loop, multiply", "integers", SHORT),
                    of("divide", "integer loop, divide", "integers", SHORT),
                    of("narrow", "32-bit integer loop", "integers", SHORT),
                    of("iterate", "iterator loop, multiply", "iterator", SHORT),
                    of("iterate_only", "iterator loop, next to nothing in it", "iterator", SHORT),
                    of("count_only", "the same loop with a counter", "iterator", SHORT),
                    of("life", "Game of Life generation, 64x64", "life", SHORT)
                            .with(List.of(MapContents.world()))
                            .observing(List.of(new Cell("worlds", MapContents.index(0)))),
                    of("fnv", "FNV hash, 1,500 bytes", "fnv", LONG),
                    checksum("checksum-64", "packet parse and checksum, 64 bytes", SHORT),
                    checksum("checksum-1500", "packet parse and checksum, 1,500 bytes", LONG),
                    of("header", "L7 scan for a header", "header", SamplePackets.httpRequest()),
                    of("counter", "array counter, 64 counts", "counter", SHORT)
                            .observing(indices("counts", 256)),
                    flows("flow_lookup", "hash look-up, 16 of 10,000 flows"),
                    flows("flow_update", "hash update, 16 of 10,000 flows"),
                    of("prefix", "LPM look-up, 16 in 1,000 networks", "prefix", SHORT)
                            .with(MapContents.prefixes()),
                    of("straight_1000", "1,000 straight instructions", "straight", LONG),
                    of("straight_5000", "5,000 straight instructions", "straight", LONG),
                    of("straight_10000", "10,000 straight instructions", "straight", LONG),
                    of("chain", "chain of 33 tail calls", "chain", SHORT)
                            .observing(indices("state", 1)),
                    of("calls", "calls between functions", "calls", SHORT),
                    of("callback", "bpf_loop with a callback", "callback", SHORT),
                    firewall());

    private Catalogue() {}

    /// What is compared.
    static List<Benchmark> all() {
        return ALL;
    }

    /// The benchmark of that name.
    ///
    /// @throws IllegalArgumentException if there is none
    static Benchmark named(String name) {
        return ALL.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no benchmark " + name));
    }

    /// The program of a type that does nothing, over the packet of `benchmark`.
    static Benchmark empty(ProgramType type, Benchmark benchmark) {
        String kind =
                switch (type) {
                    case XDP -> "xdp";
                    case SCHED_CLS -> "tc";
                    case SOCKET_FILTER -> "socket";
                    default -> throw new IllegalArgumentException("no benchmark is a " + type);
                };
        return Benchmark.of(
                "empty-" + kind,
                "empty program, " + kind,
                "lab/bench/programs/empty",
                "empty_" + kind,
                benchmark.packet());
    }

    private static Benchmark of(String name, String title, String file, byte[] packet) {
        return Benchmark.of(name, title, "lab/bench/programs/" + file, name, packet);
    }

    private static Benchmark checksum(String name, String title, byte[] packet) {
        return Benchmark.of(name, title, "lab/bench/programs/checksum", "checksum", packet);
    }

    private static Benchmark flows(String name, String title) {
        return of(name, title, "flows", SHORT)
                .with(MapContents.flows())
                .observing(
                        MapContents.flows().stream()
                                .filter(element -> element.map().equals("flows"))
                                .map(element -> new Cell("flows", element.key()))
                                .toList());
    }

    private static Benchmark firewall() {
        return Benchmark.of(
                        "firewall",
                        "the firewall example",
                        "examples/firewall/firewall",
                        "firewall",
                        SamplePackets.tcp())
                .with(MapContents.blocklist())
                .observing(indices("counters", 7));
    }

    private static List<Cell> indices(String map, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Cell(map, MapContents.index(i)))
                .toList();
    }
}
