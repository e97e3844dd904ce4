package dev.skep.lab.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.lab.verify.VerifyCase.Answer;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Privilege;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The text form of cases.
class VerifyCaseTest {
    private static final String TEXT =
            """
            program everythingIsThere
            type cgroup_sock_addr
            attach cgroup_inet4_connect
            license Proprietary
            flags strict_alignment sleepable
            mode unpriv
            map outer array_of_maps key=4 value=4 entries=2 inner=array,key:4,value:8,entries:1
            map constants array key=4 value=4 entries=1 flags=0x80 contents=01020304 frozen
            code
              r1 = map[1][0]+2 ll
              r2 = map[0] ll
              call bpf_ktime_get_ns
              if r0 == 0 goto +1
              r0 = 1
              exit
            end
            kernel rejected R0 !read_ok
            """;

    @Test
    void whatIsPrintedReadsTheSame() {
        List<VerifyCase> cases = VerifyCase.parse(TEXT + "\n# another\n" + TEXT);
        assertEquals(2, cases.size());
        assertEquals(cases.get(0), cases.get(1));
        assertEquals(TEXT, cases.get(0).print());
    }

    @Test
    void everyLineCounts() {
        VerifyCase one = VerifyCase.parse(TEXT).getFirst();
        assertEquals("everythingIsThere", one.name());
        assertEquals(ProgramType.CGROUP_SOCK_ADDR, one.program().type());
        assertEquals(AttachType.CGROUP_INET4_CONNECT.id(), one.program().attachType());
        assertEquals("Proprietary", one.program().license());
        assertEquals(Privilege.UNPRIVILEGED, one.privilege());
        assertEquals(2, one.program().maps().size());
        assertTrue(one.program().maps().get(1).globals().orElseThrow().readOnly());
        assertEquals(Answer.REJECTED, one.recorded().orElseThrow().answer());
        assertEquals("R0 !read_ok", one.recorded().orElseThrow().message());
    }

    @Test
    void mapsAreNamed() {
        String text =
                """
                program p
                type xdp
                map a hash key=4 value=8 entries=1
                map b hash key=4 value=8 entries=1
                code
                r1 = map[b]
                end
                """;
        assertTrue(VerifyCase.parse(text).getFirst().print().contains("r1 = map[1] ll\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1: type xdp",
                "3: program p\ntype xdp\nmode root",
                "3: program p\ntype xdp\nmap m nothing",
                "4: program p\ntype xdp\ncode\n  r0 = = 1\nend",
                "3: program p\ntype xdp\ncode\nexit",
                "1: program p\ncode\nexit\nend",
                "3: program p\ntype xdp\nkernel perhaps"
            })
    void mistakesNameTheirLine(String lineAndText) {
        String[] parts = lineAndText.split(": ", 2);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> VerifyCase.parse(parts[1]));
        assertTrue(e.getMessage().startsWith("line " + parts[0] + ": "), e.getMessage());
    }
}
