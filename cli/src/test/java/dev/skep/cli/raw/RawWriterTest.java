package dev.skep.cli.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.SkepException;
import dev.skep.isa.InsnEncoder;
import dev.skep.isa.RawInsn;
import dev.skep.object.BpfObject;
import dev.skep.object.CoreTarget;
import dev.skep.object.KernelSymbols;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import dev.skep.program.SourceLine;
import dev.skep.program.Subprogram;
import dev.skep.verify.Privilege;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawWriterTest {
    @TempDir private Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        RawWriter writer = new RawWriter(folder);
        RawReader reader = new RawReader(folder, KernelSymbols.none());
        List<Program> programs = programs();
        assertTrue(programs.size() > 10, "only " + programs.size() + " programs");
        for (Program program : programs) {
            String line = writer.line("a name", program, Privilege.PRIVILEGED, Map.of("more", 1));
            RawEntry.Loadable entry =
                    assertInstanceOf(RawEntry.Loadable.class, reader.read(line, 1), line);
            Program read = entry.program();
            assertEquals("a name", entry.name());
            assertEquals(1, entry.fields().get("more"));
            assertEquals(program.type(), read.type());
            assertEquals(program.attachType(), read.attachType());
            assertEquals(program.code().slots(), read.code().slots());
            assertEquals(program.license(), read.license());
            assertEquals(starts(program), starts(read));
            if (program.btf().isPresent() && !read.lines().isEmpty()) {
                assertEquals(texts(program), texts(read));
            }
            String again = writer.line("a name", read, Privilege.PRIVILEGED, Map.of("more", 1));
            assertEquals(line, again);
        }
    }

    @Test
    void codeThatIsNoCodeSurvives() throws IOException {
        Program program = programs().getFirst();
        RawWriter writer = new RawWriter(folder);
        List<RawInsn> code = new ArrayList<>(InsnEncoder.raw(program.code()));
        code.set(code.size() - 1, new RawInsn(0xff, 1, 2, 3, 4));
        String line = writer.line("broken", program, code, Privilege.UNPRIVILEGED, Map.of());
        RawReader reader = new RawReader(folder, KernelSymbols.none());
        RawEntry.Undecodable entry =
                assertInstanceOf(RawEntry.Undecodable.class, reader.read(line, 1));
        assertEquals(Privilege.UNPRIVILEGED, entry.privilege());
        assertEquals(code.getLast(), entry.code().getLast());
    }

    @Test
    void damagedLinesAreReadOrRefused() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RawWriter writer = new RawWriter(folder);
        RawReader reader = new RawReader(folder, KernelSymbols.none());
        int read = 0;
        for (Program program : programs()) {
            String line = writer.line("damaged", program, Privilege.PRIVILEGED, Map.of());
            for (int i = 0; i < 50; i++) {
                String damaged = damage(line, random);
                try {
                    read += reader.read(damaged, 1) instanceof RawEntry.Loadable ? 1 : 0;
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ": " + damaged, e);
                }
            }
        }
        assertTrue(read > 0, "seed " + seed);
    }

    /// The line with some characters replaced by others that it contains.
    private static String damage(String line, Random random) {
        StringBuilder text = new StringBuilder(line);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int at = random.nextInt(text.length());
            text.setCharAt(at, line.charAt(random.nextInt(line.length())));
        }
        return text.toString();
    }

    private static List<Integer> starts(Program program) {
        return program.subprograms().stream().map(Subprogram::start).toList();
    }

    private static List<String> texts(Program program) {
        return program.lines().stream().map(SourceLine::text).distinct().toList();
    }

    /// The programs of all objects of this project that can be linked without a kernel.
    private static List<Program> programs() throws IOException {
        List<Program> programs = new ArrayList<>();
        for (String home : List.of("examples", "cases")) {
            try (Stream<Path> files = Files.walk(Path.of("..", home))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".o")).sorted().toList()) {
                    programs.addAll(programs(file));
                }
            }
        }
        return programs;
    }

    private static List<Program> programs(Path file) throws IOException {
        try {
            return BpfObject.read(Files.readAllBytes(file))
                    .link(LinkOptions.standard().withTarget(new CoreTarget.OwnTypes()))
                    .programs()
                    .stream()
                    .filter(program -> program.type() != null)
                    .toList();
        } catch (SkepException e) {
            return List.of();
        }
    }
}
