package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Patterns of the names of functions.
class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "tcp_*, tcp_sendmsg, true",
        "tcp_*, udp_sendmsg, false",
        "*sendmsg, tcp_sendmsg, true",
        "tcp_*_cwnd, tcp_slow_cwnd, true",
        "tcp_?, tcp_a, true",
        "tcp_?, tcp_ab, false",
        "a.b, axb, false",
        "operator*, operator+, true"
    })
    void starsAndQuestionMarksStandForCharacters(String pattern, String name, boolean fits) {
        assertEquals(fits, NamePattern.of(pattern).fits(name));
    }

    @Test
    void functionsOfAFileAreFoundByPattern() {
        Path machine = Path.of(System.getProperty("java.home"), "lib/server/libjvm.so");
        ExecutableFile file = ExecutableFile.open(machine);
        List<Long> found = file.offsets(NamePattern.of("JNI_*JavaVM*"));
        assertTrue(found.contains(file.offset("JNI_CreateJavaVM")));
        assertTrue(found.contains(file.offset("JNI_GetCreatedJavaVMs")));
        KernelException none =
                assertThrows(
                        KernelException.class, () -> file.offsets(NamePattern.of("no_such_*")));
        assertEquals(KernelCode.NO_TARGET, none.diagnostic().code());
    }
}
