package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.util.List;

/// A program in the kernel that counts its runs.
public record Counter(KernelMap map, KernelProgram program) {
    private static final MapDefinition COUNTS = MapDefinition.of("counts", MapType.ARRAY, 4, 8, 1);

    private static final long PATIENCE = 20_000_000_000L;

    /// Counts a run.
    private static final String COUNT =
            """
            r1 = map[0][0]+0
            r2 = 1
            lock *(u64 *)(r1 + 0) += r2
            """;

    /// One that returns `result`.
    public static Counter load(KernelHost host, ProgramType type, AttachType attach, int result) {
        return load(host, type, attach.id(), "", "", result);
    }

    /// One that is loaded for a target, and runs `before` first, whose last word decides.
    ///
    /// @param before text; may jump to `out`, where 0 is returned and nothing counted
    public static Counter load(
            KernelHost host,
            ProgramType type,
            int attach,
            String target,
            String before,
            int result) {
        String text = before + COUNT + "r0 = %d\nexit\nout:\nr0 = 0\nexit\n".formatted(result);
        if (before.isEmpty()) {
            text = COUNT + "r0 = %d\nexit\n".formatted(result);
        }
        KernelMap map = host.createMap(COUNTS);
        Program program =
                KernelCase.program(type, "count", text, COUNTS).as(type, attach, 0, target);
        return new Counter(map, host.load(program, List.of(map)));
    }

    /// Something that would make it run.
    @FunctionalInterface
    public interface Occasion {
        void happen() throws Exception;
    }

    /// Waits until occasions leave it alone: a link whose last descriptor is closed here lasts as
    /// long as somebody else, who lists what there is, holds it.
    public void awaitRest(Occasion occasion) throws Exception {
        long start = System.nanoTime();
        long seen;
        do {
            assertTrue(System.nanoTime() - start < PATIENCE, "it still runs");
            seen = runs();
            occasion.happen();
        } while (runs() != seen);
    }

    /// How often it ran.
    public long runs() {
        return KernelCase.number(map.lookup(KernelCase.bytes(0)).orElseThrow());
    }
}
