package dev.skep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HelpersTest {
    @Test
    void allHelpersOfLinux618HaveARow() {
        List<Integer> ids = Helpers.all().stream().map(Helper::id).toList();
        assertEquals(IntStream.rangeClosed(1, 211).boxed().toList(), ids);
    }

    @Test
    void everyRowIsDocumented() {
        for (Helper helper : Helpers.all()) {
            assertTrue(helper.description().endsWith("."), helper.name());
            assertTrue(helper.arguments().size() <= 5, helper.name());
            assertFalse(helper.programTypes().isEmpty(), helper.name());
        }
    }

    @Test
    void sizesFollowTheMemoryTheyMeasure() {
        for (Helper helper : Helpers.all()) {
            for (int i = 0; i < helper.arguments().size(); i++) {
                ArgumentKind kind = helper.arguments().get(i).kind();
                if (kind == ArgumentKind.SIZE || kind == ArgumentKind.SIZE_OR_ZERO) {
                    String before = helper.arguments().get(i - 1).kind().name();
                    assertTrue(before.contains("MEMORY"), helper.signature());
                }
            }
        }
    }

    @Test
    void namesAreFoundWithAndWithoutPrefix() {
        assertEquals(1, Helpers.byName("map_lookup_elem").orElseThrow().id());
        assertEquals(181, Helpers.byName("bpf_loop").orElseThrow().id());
        assertTrue(Helpers.byName("bpf_nonsense").isEmpty());
        assertTrue(Helpers.byId(0).isEmpty());
        assertTrue(Helpers.byId(212).isEmpty());
    }

    @Test
    void programTypesLimitHelpers() {
        assertTrue(Helpers.of(ProgramType.XDP).contains(Helpers.byId(44).orElseThrow()));
        assertFalse(Helpers.of(ProgramType.SCHED_CLS).contains(Helpers.byId(44).orElseThrow()));
        assertEquals("bpf_map_lookup_elem(map, key)", Helpers.byId(1).orElseThrow().signature());
    }

    @Test
    void attachTypesLimitHelpers() {
        Helper bind = Helpers.byName("bind").orElseThrow();
        ProgramType type = ProgramType.CGROUP_SOCK_ADDR;
        assertTrue(Helpers.allowed(bind, type, AttachType.CGROUP_INET4_CONNECT));
        assertFalse(Helpers.allowed(bind, type, AttachType.CGROUP_INET4_BIND));
        assertFalse(Helpers.allowed(bind, ProgramType.XDP, AttachType.XDP));
    }

    @Test
    void functionsLimitHelpers() {
        Helper path = Helpers.byName("d_path").orElseThrow();
        ProgramType type = ProgramType.TRACING;
        assertTrue(Helpers.allowed(path, type, AttachType.TRACE_FENTRY, "filp_close"));
        assertFalse(Helpers.allowed(path, type, AttachType.TRACE_FENTRY, "vfs_read"));
        assertTrue(Helpers.allowed(path, type, AttachType.TRACE_ITER, "bpf_iter_task_file"));
        assertFalse(Helpers.allowed(path, type, AttachType.TRACE_RAW_TP, "filp_close"));
    }

    @Test
    void argumentsDependOnTheProgramType() {
        Helper cookie = Helpers.byName("get_socket_cookie").orElseThrow();
        assertEquals(
                ArgumentKind.CONTEXT, cookie.arguments(ProgramType.SCHED_CLS).getFirst().kind());
        assertEquals(
                ArgumentKind.TYPED_SOCKET_COMMON,
                cookie.arguments(ProgramType.SK_REUSEPORT).getFirst().kind());
        Helper classid = Helpers.byName("get_cgroup_classid").orElseThrow();
        assertEquals(1, classid.arguments(ProgramType.SCHED_CLS).size());
        assertEquals(List.of(), classid.arguments(ProgramType.XDP));
    }

    @Test
    void privilegesLimitHelpers() {
        Helper print = Helpers.byName("trace_printk").orElseThrow();
        Helper lookup = Helpers.byName("map_lookup_elem").orElseThrow();
        Helper loop = Helpers.byName("loop").orElseThrow();
        Helper cast = Helpers.byName("skc_to_tcp_sock").orElseThrow();
        assertEquals(Privilege.PERFMON, Helpers.privilege(print, ProgramType.XDP));
        assertEquals(Privilege.NONE, Helpers.privilege(lookup, ProgramType.SOCKET_FILTER));
        assertEquals(Privilege.BPF, Helpers.privilege(loop, ProgramType.SOCKET_FILTER));
        assertEquals(Privilege.PERFMON, Helpers.privilege(cast, ProgramType.XDP));
        assertEquals(Privilege.BPF, Helpers.privilege(cast, ProgramType.SYSCALL));
        assertFalse(Privilege.BPF.allows(Privilege.PERFMON));
        assertTrue(Privilege.BPF.allows(Privilege.NONE));
    }

    @Test
    void misspelledNamesGetSuggestions() {
        assertEquals("map_lookup_elem", Helpers.suggestions("bpf_map_lokup_elem").getFirst());
        assertTrue(Helpers.suggestions("nothing_like_any_of_them_at_all_q").isEmpty());
    }

    @Test
    void namesAreUniqueAndReasonsGiven() {
        assertEquals(211, Helpers.all().stream().map(Helper::name).distinct().count());
        for (Helper helper : Helpers.all()) {
            if (helper.jvm() instanceof Availability.Unavailable why) {
                assertFalse(why.reason().isBlank(), helper.name());
            }
        }
    }

    @Test
    void effectsAreKnown() {
        Helper release = Helpers.byName("sk_release").orElseThrow();
        assertTrue(release.effects().contains(Helper.Effect.RELEASES));
        Helper copy = Helpers.byName("copy_from_user").orElseThrow();
        assertTrue(copy.effects().contains(Helper.Effect.SLEEPS));
        for (Helper helper : Helpers.all()) {
            // `bpf_tail_call` and the like aside, a row that says so in words says so in the table.
            if (helper.description().contains("packet pointers become stale")) {
                assertTrue(helper.effects().contains(Helper.Effect.MOVES_PACKET), helper.name());
            }
        }
    }
}
