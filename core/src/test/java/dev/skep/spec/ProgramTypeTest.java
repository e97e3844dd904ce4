package dev.skep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTypeTest {
    @ParameterizedTest
    @CsvSource({
        "xdp, xdp, 37, ''",
        "xdp.frags, xdp, 37, ''",
        "xdp_firewall, xdp, 37, ''",
        "xdp/devmap, xdp, 33, ''",
        "tc, sched_cls, 0, ''",
        "tc/ingress, sched_cls, 46, ''",
        "classifier/from-container, sched_cls, 0, from-container",
        "socket, socket_filter, 0, ''",
        "socket1, socket_filter, 0, ''",
        "kprobe/do_unlinkat, kprobe, 0, do_unlinkat",
        "tp/syscalls/sys_enter_execve, tracepoint, 0, syscalls/sys_enter_execve",
        "fentry.s/do_unlinkat, tracing, 24, do_unlinkat",
        "raw_tracepoint/filler/x, raw_tracepoint, 0, filler/x",
        "cgroup/connect4, cgroup_sock_addr, 10, ''",
        "cgroup_skb/egress, cgroup_skb, 1, ''",
        "?lsm/file_open, lsm, 27, file_open",
        "sk_reuseport/migrate, sk_reuseport, 40, ''",
        "struct_ops/init, struct_ops, 0, init"
    })
    void sectionNamesSayTypeAttachTypeAndTarget(
            String section, String type, int attachType, String target) {
        SectionMatch match = ProgramType.ofSection(section).orElseThrow();
        assertEquals(type, match.type().shortName());
        assertEquals(attachType, match.attachType());
        assertEquals(target, match.target());
    }

    @Test
    void sleepableAndOptionalSectionsAreMarked() {
        assertTrue(ProgramType.ofSection("fentry.s/x").orElseThrow().sleepable());
        assertEquals(false, ProgramType.ofSection("?xdp").orElseThrow().autoload());
    }

    @Test
    void unknownSectionsMatchNothing() {
        assertTrue(ProgramType.ofSection("2/1").isEmpty());
        assertTrue(ProgramType.ofSection("from-netdev").isEmpty());
    }

    @Test
    void verdictsHaveNames() {
        assertEquals("XDP_DROP", ProgramType.XDP.returnName(1));
        assertEquals("TC_ACT_UNSPEC", ProgramType.SCHED_CLS.returnName(-1));
        assertEquals("TC_ACT_SHOT", ProgramType.SCHED_ACT.returnName(2));
        assertEquals("9", ProgramType.XDP.returnName(9));
    }
}
