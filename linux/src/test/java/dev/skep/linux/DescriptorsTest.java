package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.host.MapException;
import dev.skep.program.MapDefinition;
import dev.skep.program.MapDefinition.Slot;
import dev.skep.spec.MapType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Nothing that belongs to the kernel stays open. Alone, because it counts.
@Isolated
class DescriptorsTest extends KernelCase {
    private static final MapDefinition RING = MapDefinition.of("ring", MapType.RINGBUF, 0, 0, 4096);
    private static final MapDefinition PERF =
            MapDefinition.of("perf", MapType.PERF_EVENT_ARRAY, 4, 4, Machine.possibleCpus());

    @Test
    void aClosedHostLeavesNothingOpen() throws IOException {
        use();
        List<String> before = kernelObjects();
        use();
        assertEquals(before, kernelObjects());
    }

    private static void use() {
        try (KernelHost used = KernelHost.open()) {
            MapDefinition inner = MapDefinition.of("inner", MapType.ARRAY, 4, 4, 1);
            used.createMap(
                    MapDefinition.of("outer", MapType.ARRAY_OF_MAPS, 4, 4, 1)
                            .withInner(inner)
                            .withSlots(List.of(new Slot(0, "inner"))));
            used.createMap(inner);
            used.createMap(RING).events().poll();
            used.createMap(PERF).events().poll();
            used.load(xdp("passes", "r0 = 2\nexit"), List.of()).test(run(1));
            assertThrows(
                    KernelException.class, () -> used.load(xdp("bad", "r0 = r9\nexit"), List.of()));
            assertThrows(
                    MapException.class,
                    () -> used.createMap(MapDefinition.of("bad", MapType.ARRAY, 3, 4, 1)));
        }
    }

    /// What this process has open of the kernel's BPF and perf objects.
    private static List<String> kernelObjects() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.map(DescriptorsTest::target)
                    .filter(t -> t.startsWith("anon_inode:"))
                    .sorted()
                    .toList();
        }
    }

    /// Empty for the folder that is just being read.
    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
