package dev.skep.helper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.spec.Availability;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.Kfunc;
import dev.skep.spec.Kfuncs;
import dev.skep.spec.ProgramType;
import dev.skep.vm.HelperLibrary.Binding;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HostHelpersTest {
    private static final List<ProgramType> PACKET_TYPES =
            List.of(
                    ProgramType.XDP,
                    ProgramType.SCHED_CLS,
                    ProgramType.SCHED_ACT,
                    ProgramType.SOCKET_FILTER);

    private final HostHelpers helpers = new HostHelpers();

    @Test
    void everyHelperOfPacketProgramsHasABodyOrAReason() {
        Set<String> without = new TreeSet<>();
        for (ProgramType type : PACKET_TYPES) {
            for (Helper helper : Helpers.of(type)) {
                if (helper.jvm().available()
                        && helpers.find(helper.id()) instanceof Binding.Unavailable) {
                    without.add(helper.name());
                }
            }
        }
        assertEquals(Set.of(), without);
    }

    @Test
    void everyRowThatIsAvailableHasABody() {
        List<String> without =
                Helpers.all().stream()
                        .filter(h -> h.jvm().available())
                        .map(Helper::name)
                        .filter(name -> !bodies().contains(name))
                        .toList();
        assertEquals(List.of(), without);
    }

    @Test
    void everyBodyHasARow() {
        List<String> without =
                bodies().stream()
                        .filter(
                                name ->
                                        !Helpers.byName(name)
                                                .map(h -> h.jvm().available())
                                                .orElse(false))
                        .toList();
        assertEquals(List.of(), without);
    }

    private static Set<String> bodies() {
        Set<String> names = new TreeSet<>(HostHelpers.functions().keySet());
        names.addAll(HostHelpers.onMaps().keySet());
        return names;
    }

    @Test
    void unavailableHelpersKeepTheReasonOfTheirRow() {
        for (Helper helper : Helpers.all()) {
            if (helper.jvm() instanceof Availability.Unavailable(String reason)) {
                assertFalse(reason.isBlank(), helper.name());
                assertEquals(new Binding.Unavailable(reason), helpers.find(helper.id()));
            }
        }
    }

    @Test
    void everyKernelFunctionHasABodyOrTheReasonOfItsRow() {
        for (Kfunc kfunc : Kfuncs.all()) {
            switch (kfunc.jvm()) {
                case Availability.Available() ->
                        assertInstanceOf(
                                Binding.Available.class, helpers.kfunc(kfunc.name()), kfunc.name());
                case Availability.Unavailable(String reason) -> {
                    assertFalse(reason.isBlank(), kfunc.name());
                    assertEquals(new Binding.Unavailable(reason), helpers.kfunc(kfunc.name()));
                }
            }
        }
        assertInstanceOf(Binding.Unavailable.class, helpers.kfunc("bpf_nothing"));
        assertInstanceOf(Binding.Unavailable.class, helpers.kfunc(""));
    }

    @Test
    void everyBodyOfAKernelFunctionHasARow() {
        for (String name : HostHelpers.kernelFunctions().keySet()) {
            assertTrue(Kfuncs.byName(name).filter(k -> k.jvm().available()).isPresent(), name);
        }
    }

    @Test
    void idsOutsideTheTableAreUnavailable() {
        for (int id : new int[] {-1, 0, Helpers.all().size() + 1, Integer.MAX_VALUE}) {
            assertInstanceOf(Binding.Unavailable.class, helpers.find(id));
        }
    }
}
