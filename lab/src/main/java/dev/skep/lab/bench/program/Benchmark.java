package dev.skep.lab.bench.program;

import java.util.List;

/// A program and what it works on.
///
/// @param name what it is called on the command line
/// @param title what it is called in tables
/// @param file its source and object below the project's root, without `.bpf.c` and `.bpf.o`
/// @param function its entry
/// @param packet what it runs over: an Ethernet frame
/// @param elements what its maps hold before the first run
/// @param observed what runners are asked for afterwards, to see that they agree
record Benchmark(
        String name,
        String title,
        String file,
        String function,
        byte[] packet,
        List<Element> elements,
        List<Cell> observed) {
    /// An element of a map.
    record Element(String map, byte[] key, byte[] value) {}

    /// A place in a map.
    record Cell(String map, byte[] key) {}

    /// A program without maps.
    static Benchmark of(String name, String title, String file, String function, byte[] packet) {
        return new Benchmark(name, title, file, function, packet, List.of(), List.of());
    }

    /// The same with something in its maps.
    Benchmark with(List<Element> elements) {
        return new Benchmark(name, title, file, function, packet, elements, observed);
    }

    /// The same with places to look at afterwards.
    Benchmark observing(List<Cell> observed) {
        return new Benchmark(name, title, file, function, packet, elements, observed);
    }
}
