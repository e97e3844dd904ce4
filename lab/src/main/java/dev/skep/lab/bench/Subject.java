package dev.skep.lab.bench;

import dev.skep.lab.generate.ProgramGenerator;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelVerifier;
import dev.skep.linux.LogDetail;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What is measured as one: a program, or some.
///
/// @param size about how many instructions are processed for a program
record Subject(String name, int size, List<Program> programs) {
    private static final int[] SIZES = {100, 1_000, 10_000, 100_000, 500_000, 990_000};
    private static final int GENERATED = 500;

    /// Every subject: the objects below `examples`, generated programs, and each family in each
    /// size.
    static List<Subject> all(KernelVerifier kernel, Path examples) throws IOException {
        List<Subject> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(examples)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".bpf.o")).sorted().toList()) {
                all.add(of(file));
            }
        }
        List<Program> generated =
                LongStream.range(0, GENERATED)
                        .mapToObj(ProgramGenerator::generate)
                        .filter(program -> loadable(kernel, program))
                        .toList();
        all.add(
                new Subject(
                        "%d generated programs".formatted(generated.size()), SIZES[2], generated));
        for (Family family : Family.values()) {
            IntStream.of(SIZES).mapToObj(size -> of(family, size)).forEach(all::add);
        }
        return all;
    }

    static Subject of(Family family, int size) {
        return new Subject(
                "%s %,d".formatted(family.title(), size), size, List.of(family.processing(size)));
    }

    private static Subject of(Path file) throws IOException {
        return new Subject(
                file.getFileName().toString(),
                SIZES[2],
                BpfObject.read(Files.readAllBytes(file)).link(LinkOptions.standard()).programs());
    }

    /// Whether it can be verified often.
    boolean isSmall() {
        return size <= 10_000;
    }

    /// Whether it comes to a verification: not if the kernel refuses a map.
    private static boolean loadable(KernelVerifier kernel, Program program) {
        try {
            return kernel.verify(program, LogDetail.STATISTICS).processed() > 0;
        } catch (KernelException _) {
            return false;
        }
    }
}
