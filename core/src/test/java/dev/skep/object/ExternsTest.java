package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.LinkException;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.program.Globals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExternsTest {
    private static final Map<String, String> KCONFIG =
            Map.of(
                    "LINUX_KERNEL_VERSION", "398848",
                    "CONFIG_BPF_SYSCALL", "y",
                    "CONFIG_IPV6", "m",
                    "CONFIG_CC_VERSION_TEXT", "\"clang version 19\"",
                    "CONFIG_ADDRESS", "0xffffffff80000000");

    /// A kernel that has one symbol, one variable and one function.
    private static final KernelSymbols SYMBOLS =
            new KernelSymbols() {
                @Override
                public OptionalLong address(String name) {
                    return name.equals("init_task")
                            ? OptionalLong.of(0xffffffff81234567L)
                            : OptionalLong.empty();
                }

                @Override
                public OptionalInt variable(String name) {
                    return name.equals("bpf_prog_active")
                            ? OptionalInt.of(1234)
                            : OptionalInt.empty();
                }

                @Override
                public OptionalInt function(String name) {
                    return name.equals("bpf_kfunc_present")
                            ? OptionalInt.of(77)
                            : OptionalInt.empty();
                }
            };

    private static final LinkOptions OPTIONS =
            LinkOptions.standard().withKconfig(KCONFIG).withSymbols(SYMBOLS);

    private final BpfObject object = Fixture.object("externs.bpf.o");

    @Test
    void externsAreSortedByWhoProvidesThem() {
        Map<Extern.Kind, Integer> kinds = new HashMap<>();
        object.externs().forEach(extern -> kinds.merge(extern.kind(), 1, Integer::sum));
        assertEquals(
                Map.of(
                        Extern.Kind.KCONFIG, 6,
                        Extern.Kind.SYMBOL, 2,
                        Extern.Kind.VARIABLE, 1,
                        Extern.Kind.FUNCTION, 2),
                kinds);
        assertEquals(
                Set.of("CONFIG_NOT_THERE", "no_such_symbol", "bpf_kfunc_absent"),
                Set.copyOf(
                        object.externs().stream().filter(Extern::weak).map(Extern::name).toList()));
    }

    @Test
    void configurationValuesFillTheirMap() {
        Globals globals =
                Fixture.map(object.link(OPTIONS).maps(), ".kconfig").globals().orElseThrow();
        ByteBuffer contents = ByteBuffer.wrap(globals.contents()).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(398848, contents.getInt(offset(globals, "LINUX_KERNEL_VERSION")));
        assertEquals(1, contents.get(offset(globals, "CONFIG_BPF_SYSCALL")));
        assertEquals(2, contents.getInt(offset(globals, "CONFIG_IPV6")));
        assertEquals(0xffffffff80000000L, contents.getLong(offset(globals, "CONFIG_ADDRESS")));
        assertEquals(0, contents.getInt(offset(globals, "CONFIG_NOT_THERE")));
        byte[] text = new byte[16];
        contents.position(offset(globals, "CONFIG_CC_VERSION_TEXT")).get(text);
        assertEquals(
                "clang version 1\0", new String(text, java.nio.charset.StandardCharsets.UTF_8));
    }

    private static int offset(Globals globals, String name) {
        return globals.variables().stream()
                .filter(variable -> variable.name().equals(name))
                .findFirst()
                .orElseThrow()
                .offset();
    }

    @Test
    void symbolsAreAddressesAndVariablesAreIds() {
        List<Insn.LoadImmediate> loads =
                object.link(OPTIONS).program("symbols").code().insns().stream()
                        .filter(Insn.LoadImmediate.class::isInstance)
                        .map(Insn.LoadImmediate.class::cast)
                        .toList();
        assertEquals(
                Set.of("VALUE 0", "VALUE " + 0xffffffff81234567L, "VARIABLE 1234"),
                Set.copyOf(loads.stream().map(l -> l.kind() + " " + l.value()).toList()));
    }

    @Test
    void kernelFunctionsAreCalledById() {
        List<Insn> insns = object.link(OPTIONS).program("functions").code().insns();
        assertTrue(insns.contains(new Insn.CallKfunc(77, 0)), insns::toString);
        assertTrue(
                insns.contains(new Insn.LoadImmediate(1, ImmediateKind.VALUE, 0)), insns::toString);
        assertTrue(
                insns.stream().anyMatch(i -> i instanceof Insn.CallHelper c && c.id() > 2_000_000),
                "the call of the missing function fails when it is reached");
    }

    @Test
    void typesOfAKernelNameItsFunctions() {
        KernelSymbols symbols = KernelSymbols.of(Fixture.types("linking.bpf.o"));
        assertTrue(symbols.function("shared").isPresent());
        assertTrue(symbols.variable("limit").isPresent());
        assertTrue(symbols.function("limit").isEmpty());
        assertTrue(symbols.address("shared").isEmpty());
    }

    @Test
    void aMissingConfigurationValueIsNamed() {
        LinkException e =
                assertThrows(LinkException.class, () -> object.link(OPTIONS.withKconfig(Map.of())));
        assertEquals(ObjectCode.UNRESOLVED, e.diagnostic().code());
        assertTrue(e.diagnostic().message().contains("CONFIG_ADDRESS"));
    }

    @Test
    void aConfigurationValueMustFit() {
        Map<String, String> wrong = new HashMap<>(KCONFIG);
        wrong.put("CONFIG_BPF_SYSCALL", "17");
        LinkException e =
                assertThrows(LinkException.class, () -> object.link(OPTIONS.withKconfig(wrong)));
        assertEquals(ObjectCode.KCONFIG, e.diagnostic().code());
    }

    @Test
    void aMissingSymbolIsNamedWithItsPlace() {
        LinkException e =
                assertThrows(
                        LinkException.class,
                        () -> object.link(OPTIONS.withSymbols(KernelSymbols.none())));
        assertEquals(ObjectCode.UNRESOLVED, e.diagnostic().code());
        assertTrue(e.diagnostic().render().contains("externs.bpf.c:"), e.diagnostic()::render);
    }
}
