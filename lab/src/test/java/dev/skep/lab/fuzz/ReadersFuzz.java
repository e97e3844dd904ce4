package dev.skep.lab.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// The readers under Jazzer. A build runs the committed inputs; to look for new ones for ten
/// minutes, run
///
///     JAZZER_FUZZ=1 ./mvnw -pl lab -am test -Pfuzz -Dtest='ReadersFuzz#elf' \
///         -Dsurefire.failIfNoSpecifiedTests=false
///
/// and move what it found to `cases/found`.
class ReadersFuzz {
    @FuzzTest(maxDuration = "10m")
    void elf(byte[] bytes) {
        Target.ELF.read(bytes);
    }

    @FuzzTest(maxDuration = "10m")
    void btf(byte[] bytes) {
        Target.BTF.read(bytes);
    }

    @FuzzTest(maxDuration = "10m")
    void btfExt(byte[] bytes) {
        Target.BTF_EXT.read(bytes);
    }

    @FuzzTest(maxDuration = "10m")
    void object(byte[] bytes) {
        Target.OBJECT.read(bytes);
    }

    @FuzzTest(maxDuration = "10m")
    void instructions(byte[] bytes) {
        Target.INSTRUCTIONS.read(bytes);
    }

    @FuzzTest(maxDuration = "10m")
    void text(byte[] bytes) {
        Target.TEXT.read(bytes);
    }

    @FuzzTest(maxDuration = "10m")
    void classic(byte[] bytes) {
        Target.CLASSIC.read(bytes);
    }

    @FuzzTest(maxDuration = "10m")
    void classicText(byte[] bytes) {
        Target.CLASSIC_TEXT.read(bytes);
    }

    @FuzzTest(maxDuration = "10m")
    void capture(byte[] bytes) {
        Target.CAPTURE.read(bytes);
    }
}
