package dev.skep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KfuncsTest {
    @Test
    void rowsSayWhatAFunctionTakesAndGives() {
        Kfunc acquire = Kfuncs.byName("bpf_task_acquire").orElseThrow();
        assertEquals("bpf_task_acquire(p)", acquire.signature());
        assertEquals(
                List.of(new Kfunc.Argument("p", KfuncKind.KERNEL_POINTER, "task_struct", 0)),
                acquire.arguments());
        assertEquals(
                new Kfunc.Result(KfuncKind.KERNEL_POINTER, "task_struct", 0), acquire.result());
        assertEquals(
                Set.of(Kfunc.Flag.ACQUIRE, Kfunc.Flag.RET_NULL, Kfunc.Flag.RCU), acquire.flags());
    }

    @Test
    void iteratorsComeInThrees() {
        for (Kfunc kfunc : Kfuncs.all()) {
            if (kfunc.has(Kfunc.Flag.ITER_NEW)) {
                String stem = kfunc.name().substring(0, kfunc.name().length() - "new".length());
                Kfunc next = Kfuncs.byName(stem + "next").orElseThrow();
                assertTrue(next.has(Kfunc.Flag.ITER_NEXT), stem);
                assertTrue(next.has(Kfunc.Flag.RET_NULL), stem);
                Kfunc destroy = Kfuncs.byName(stem + "destroy").orElseThrow();
                assertTrue(destroy.has(Kfunc.Flag.ITER_DESTROY), stem);
                assertEquals(next.arguments(), destroy.arguments());
            }
        }
        Kfunc number = Kfuncs.byName("bpf_iter_num_next").orElseThrow();
        assertEquals(new Kfunc.Result(KfuncKind.MEMORY, "", 4), number.result());
        assertEquals("bpf_iter_num", number.arguments().getFirst().structName());
    }

    @Test
    void sizesFollowTheMemoryTheyMeasure() {
        int sizes = 0;
        for (Kfunc kfunc : Kfuncs.all()) {
            for (int i = 0; i < kfunc.arguments().size(); i++) {
                KfuncKind kind = kfunc.arguments().get(i).kind();
                if (kind == KfuncKind.SIZE || kind == KfuncKind.CONST_SIZE) {
                    KfuncKind before = kfunc.arguments().get(i - 1).kind();
                    assertTrue(before.name().startsWith("SIZED_MEMORY"), kfunc.signature());
                    sizes++;
                }
            }
        }
        assertTrue(sizes > 10, "sizes: " + sizes);
    }

    @Test
    void attachTypesLimitFunctions() {
        Kfunc session = Kfuncs.byName("bpf_session_is_return").orElseThrow();
        ProgramType probe = ProgramType.KPROBE;
        assertTrue(Kfuncs.allowed(session, probe, AttachType.TRACE_UPROBE_SESSION));
        assertFalse(Kfuncs.allowed(session, probe, AttachType.TRACE_UPROBE_MULTI));
        Kfunc destroy = Kfuncs.byName("bpf_sock_destroy").orElseThrow();
        assertTrue(Kfuncs.allowed(destroy, ProgramType.TRACING, AttachType.TRACE_ITER));
        assertFalse(Kfuncs.allowed(destroy, ProgramType.XDP, AttachType.XDP));
    }

    @Test
    void namesAreUniqueAndMisspelledOnesGetSuggestions() {
        long names = Kfuncs.all().stream().map(Kfunc::name).distinct().count();
        assertEquals(203, names);
        assertTrue(Kfuncs.byName("task_acquire").isEmpty());
        assertTrue(Kfuncs.suggestions("bpf_task_aquire").contains("bpf_task_acquire"));
    }
}
