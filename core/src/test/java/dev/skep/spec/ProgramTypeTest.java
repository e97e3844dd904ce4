package dev.skep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
        "struct_ops/init, struct_ops, 0, init",
        "struct_ops.s/init, struct_ops, 0, init",
        "uprobe//bin/sh:main, kprobe, 0, /bin/sh:main",
        "uretprobe.s/libc.so.6:malloc, kprobe, 0, libc.so.6:malloc",
        "uprobe.session.s/a:b, kprobe, 57, a:b",
        "kprobe.multi/tcp_*, kprobe, 42, tcp_*",
        "kprobe.session/tcp_*, kprobe, 56, tcp_*",
        "ksyscall/openat, kprobe, 0, openat",
        "usdt/libc.so.6:libc:setjmp, kprobe, 0, libc.so.6:libc:setjmp",
        "raw_tp.w/nbd_send_request, raw_tracepoint_writable, 0, nbd_send_request",
        "tp_btf/sched_switch, tracing, 23, sched_switch",
        "fmod_ret/bpf_modify_return_test, tracing, 26, bpf_modify_return_test",
        "fexit/tcp_sendmsg, tracing, 25, tcp_sendmsg",
        "iter.s/task, tracing, 28, task",
        "lsm_cgroup/socket_bind, lsm, 43, socket_bind",
        "freplace/filter, ext, 0, filter",
        "syscall, syscall, 0, ''",
        "perf_event, perf_event, 0, ''",
        "action, sched_act, 0, ''",
        "tcx/egress, sched_cls, 47, ''",
        "netkit/peer, sched_cls, 55, ''",
        "xdp.frags/cpumap, xdp, 35, ''",
        "sockops, sock_ops, 3, ''",
        "sk_skb/stream_parser, sk_skb, 4, ''",
        "sk_skb/verdict, sk_skb, 38, ''",
        "sk_msg, sk_msg, 7, ''",
        "lwt_seg6local, lwt_seg6local, 0, ''",
        "lirc_mode2, lirc_mode2, 16, ''",
        "flow_dissector, flow_dissector, 17, ''",
        "cgroup/skb, cgroup_skb, 0, ''",
        "cgroup/sock_release, cgroup_sock, 34, ''",
        "cgroup/post_bind6, cgroup_sock, 13, ''",
        "cgroup/recvmsg4, cgroup_sock_addr, 19, ''",
        "cgroup/getpeername6, cgroup_sock_addr, 30, ''",
        "cgroup/connect_unix, cgroup_sock_addr, 49, ''",
        "cgroup/sysctl, cgroup_sysctl, 18, ''",
        "cgroup/setsockopt, cgroup_sockopt, 22, ''",
        "cgroup/dev, cgroup_device, 6, ''",
        "sk_lookup, sk_lookup, 36, ''",
        "netfilter, netfilter, 45, ''"
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
        assertEquals("BPF_LWT_REROUTE", ProgramType.LWT_XMIT.returnName(128));
        assertEquals("SK_PASS", ProgramType.SK_LOOKUP.returnName(1));
        assertEquals("9", ProgramType.XDP.returnName(9));
    }

    @Test
    void numbersRunFromOneWithoutGaps() {
        for (ProgramType type : ProgramType.values()) {
            assertEquals(type.ordinal() + 1, type.id(), type.shortName());
            assertEquals(type, ProgramType.byId(type.id()).orElseThrow());
            assertTrue(type.description().endsWith("."), type.shortName());
        }
        assertTrue(ProgramType.byId(33).isEmpty());
        assertEquals(AttachType.TCX_EGRESS, AttachType.byId(47).orElseThrow());
        assertTrue(AttachType.byId(-1).isEmpty());
    }

    @Test
    void unavailableTypesGiveAReason() {
        for (ProgramType type : ProgramType.values()) {
            if (type.jvm() instanceof Availability.Unavailable why) {
                assertTrue(!why.reason().isBlank(), type.shortName());
            }
        }
        assertTrue(ProgramType.SCHED_ACT.jvm().available());
    }

    @Test
    void someTypesMayReturnOnlySomeValues() {
        ReturnRange egress =
                ProgramType.CGROUP_SKB.returnRange(AttachType.CGROUP_INET_EGRESS).orElseThrow();
        assertEquals("[0, 3]", egress.toString());
        assertTrue(ProgramType.XDP.returnRange(AttachType.XDP).isEmpty());
    }

    @Test
    void hooksOfSecurityModulesReturnErrorsOrTruth() {
        AttachType mac = AttachType.LSM_MAC;
        AttachType cgroup = AttachType.LSM_CGROUP;
        ReturnRange.HookResult open = ReturnRange.resultOf("bpf_lsm_file_open", false);
        assertEquals("[-4095, 0]", ReturnRange.ofHook(mac, open).orElseThrow().toString());
        assertEquals("[0, 1]", ReturnRange.ofHook(cgroup, open).orElseThrow().toString());
        ReturnRange.HookResult known = ReturnRange.resultOf("bpf_lsm_audit_rule_known", false);
        assertEquals("[0, 1]", ReturnRange.ofHook(mac, known).orElseThrow().toString());
        ReturnRange.HookResult free = ReturnRange.resultOf("bpf_lsm_task_free", true);
        assertTrue(ReturnRange.ofHook(mac, free).isEmpty());
        assertEquals("[1, 1]", ReturnRange.ofHook(cgroup, free).orElseThrow().toString());
        assertTrue(ReturnRange.lowerHalfCounts(ProgramType.LSM, mac));
        assertFalse(ReturnRange.lowerHalfCounts(ProgramType.LSM, cgroup));
    }

    @Test
    void callbacksReturnWhetherToGoOn() {
        Helper loop = Helpers.byName("loop").orElseThrow();
        assertEquals("[0, 1]", ReturnRange.ofCallback(loop).orElseThrow().toString());
        Helper timer = Helpers.byName("timer_set_callback").orElseThrow();
        assertEquals("[0, 0]", ReturnRange.ofCallback(timer).orElseThrow().toString());
        assertTrue(ReturnRange.ofCallback(Helpers.byId(1).orElseThrow()).isEmpty());
        Kfunc add = Kfuncs.byName("bpf_rbtree_add_impl").orElseThrow();
        assertEquals("[0, 1]", ReturnRange.ofCallback(add).orElseThrow().toString());
        Kfunc work = Kfuncs.byName("bpf_wq_set_callback_impl").orElseThrow();
        assertEquals("[0, 0]", ReturnRange.ofCallback(work).orElseThrow().toString());
        for (Helper helper : Helpers.all()) {
            boolean takesFunction =
                    helper.arguments().stream().anyMatch(a -> a.kind() == ArgumentKind.FUNCTION);
            assertEquals(takesFunction, ReturnRange.ofCallback(helper).isPresent(), helper.name());
        }
    }
}
