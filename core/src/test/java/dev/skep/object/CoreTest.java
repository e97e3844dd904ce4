package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.btf.Btf;
import dev.skep.btf.Golden;
import dev.skep.diag.LinkException;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.object.core.CoreCode;
import dev.skep.program.Globals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoreTest {
    private final BpfObject object = Fixture.object("core.bpf.o");

    @ParameterizedTest
    @ValueSource(strings = {"same", "moved"})
    void everyRelocationIsReported(String target) throws IOException {
        String report =
                against("target_" + target + ".bpf.o").core().stream()
                        .map(core -> text(core) + "\n")
                        .collect(Collectors.joining());
        Golden.assertText(getClass(), "core." + target + ".txt", report);
    }

    private static String text(CoreResolution core) {
        String outcome =
                core.targetValue().isPresent()
                        ? Long.toString(core.targetValue().getAsLong())
                        : core.reason();
        return "%s %d: %s %s: %d -> %s"
                .formatted(
                        core.function(),
                        core.slot(),
                        core.kind(),
                        core.spec(),
                        core.localValue(),
                        outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"target_same.bpf.o", "target_moved.bpf.o"})
    void offsetsAreThoseOfTheCompiler(String target) {
        Globals globals = Fixture.map(Fixture.object(target), ".rodata").globals().orElseThrow();
        ByteBuffer expected = ByteBuffer.wrap(globals.contents()).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> offsets = new ArrayList<>();
        while (expected.remaining() >= Integer.BYTES) {
            offsets.add(Integer.toUnsignedLong(expected.getInt()));
        }
        assertEquals(
                offsets,
                against(target).core().stream()
                        .filter(core -> core.function().equals("offsets"))
                        .map(core -> core.targetValue().orElseThrow())
                        .toList());
    }

    @Test
    void loadsTakeTheSizeThatTheFieldHasInTheTarget() {
        List<MemorySize> sizes =
                against("target_moved.bpf.o").program("accesses").code().insns().stream()
                        .filter(Insn.Load.class::isInstance)
                        .map(insn -> (Insn.Load) insn)
                        .filter(load -> load.base() != 10 && load.offset() != 0)
                        .map(Insn.Load::size)
                        .toList();
        assertTrue(sizes.containsAll(List.of(MemorySize.H, MemorySize.DW)), sizes::toString);
    }

    @Test
    void whatTheTargetLacksFailsWhenItIsReached() {
        LinkedObject linked = against("target_moved.bpf.o");
        assertTrue(
                linked.program("missing").code().insns().contains(new Insn.CallHelper(195896080)));
        assertTrue(
                linked.program("wrong_size")
                        .code()
                        .insns()
                        .contains(new Insn.CallHelper(195896080)));
    }

    @Test
    void ownTypesAnswerWhatTheCompilerSaw() {
        LinkedObject linked =
                object.link(LinkOptions.standard().withTarget(new CoreTarget.OwnTypes()));
        assertEquals(
                List.of(),
                linked.core().stream()
                        .filter(c -> c.targetValue().orElse(-1) != c.localValue())
                        .map(CoreTest::text)
                        .toList());
        for (ObjectFunction program : object.programs()) {
            assertEquals(
                    program.code().insns().stream().map(Object::getClass).toList(),
                    linked.program(program.name()).code().insns().stream()
                            .map(Object::getClass)
                            .toList());
        }
    }

    @Test
    void withoutATargetTheNeedIsExplained() {
        LinkException e =
                assertThrows(LinkException.class, () -> object.link(LinkOptions.standard()));
        assertEquals(CoreCode.NO_TARGET, e.diagnostic().code());
        assertTrue(e.diagnostic().render().contains("struct task.pid"), e.diagnostic()::render);
    }

    @Test
    void candidatesThatContradictEachOtherAreRefused() {
        LinkException e =
                assertThrows(
                        LinkException.class,
                        () ->
                                object.link(
                                        LinkOptions.standard()
                                                .withPrograms(Set.of("accesses"))
                                                .withTarget(
                                                        Fixture.types("target_ambiguous.bpf.o"))));
        assertEquals(CoreCode.AMBIGUOUS, e.diagnostic().code());
        assertTrue(e.diagnostic().render().contains("core.bpf.c:"), e.diagnostic()::render);
    }

    private LinkedObject against(String target) {
        Btf types = Fixture.types(target);
        return object.link(LinkOptions.standard().withTarget(types));
    }
}
