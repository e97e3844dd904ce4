package dev.skep.lab.bench.program;

import dev.skep.host.BpfMap;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// How much memory a loaded program takes, on the heap and beside it, without its maps: the growth
/// over many copies of it. Machine code that HotSpot makes of hot programs comes on top.
record MemoryCost(Path root, JvmMode mode) {
    private static final List<String> PROGRAMS = List.of("fnv", "firewall", "straight_1000");
    private static final int COPIES = 200;

    List<Costs.Row> measure() throws IOException {
        List<Costs.Row> rows = new ArrayList<>();
        for (String name : PROGRAMS) {
            Linked linked = Linked.read(root, Catalogue.named(name));
            copies(linked, 1);
            double bytes = copies(linked, COPIES);
            rows.add(
                    new Costs.Row(
                            "memory of a loaded program: " + linked.benchmark().title(),
                            mode.kind().title(),
                            bytes / COPIES / 1024,
                            "KiB"));
        }
        return rows;
    }

    /// By how many bytes so many copies made the used memory grow.
    private long copies(Linked linked, int count) {
        JvmHost host = new JvmHost();
        List<BpfMap> maps = Costs.maps(host, linked.program());
        Program program = linked.program();
        Function<List<BpfMap>, JvmProgram> prepared = mode.loading(host).prepare(program);
        List<JvmProgram> loaded = new ArrayList<>(count);
        long before = used();
        for (int i = 0; i < count; i++) {
            loaded.add(prepared.apply(maps));
        }
        long after = used();
        Reference.reachabilityFence(loaded);
        host.close();
        return after - before;
    }

    private static long used() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return memory.getHeapMemoryUsage().getUsed() + memory.getNonHeapMemoryUsage().getUsed();
    }
}
