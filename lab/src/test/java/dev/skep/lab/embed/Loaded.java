package dev.skep.lab.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.skep.asm.Assembler;
import dev.skep.asm.HelperNames;
import dev.skep.lab.house.House;
import dev.skep.map.JvmMap;
import dev.skep.map.MapOptions;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.runtime.JvmProgram;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A program that was verified, compiled and loaded, with its maps.
record Loaded(JvmHost host, JvmProgram program, List<JvmMap> maps) {
    /// How many CPUs per-CPU maps have.
    static final int CPUS = 4;

    private static final HelperNames HELPERS =
            HelperNames.of(
                    Helpers.all().stream().collect(Collectors.toMap(Helper::id, Helper::fullName)));

    static Path example(String name) {
        return House.root().resolve("examples").resolve(name).resolve(name + ".bpf.o");
    }

    static Path capture(String name) {
        return House.root().resolve("examples/packets").resolve(name);
    }

    /// The first program of an example.
    static Loaded example(Path object) throws IOException {
        BpfObject read = BpfObject.read(Files.readAllBytes(object));
        return of(read.link(LinkOptions.standard()).programs().getFirst());
    }

    static Loaded of(ProgramType type, String text, MapDefinition... maps) {
        Program plain = Program.of("test", type, Assembler.assemble(text, HELPERS));
        return of(
                new Program(
                        "test",
                        "",
                        type,
                        0,
                        plain.code(),
                        plain.subprograms(),
                        List.of(),
                        List.of(maps),
                        "GPL",
                        0,
                        plain.btf(),
                        0,
                        "",
                        Map.of()));
    }

    private static Loaded of(Program program) {
        JvmHost host =
                new JvmHost(
                        JvmHostOptions.defaults().withMaps(MapOptions.defaults().withCpus(CPUS)));
        List<JvmMap> maps = program.maps().stream().map(host::createMap).toList();
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        Verdict.Accepted accepted = assertInstanceOf(Verdict.Accepted.class, verdict);
        JvmProgram loaded = host.load(accepted.program(), maps);
        assertEquals(Optional.empty(), loaded.notCompiled());
        return new Loaded(host, loaded, maps);
    }

    JvmMap map(String name) {
        return maps.stream()
                .filter(map -> map.definition().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
