package dev.skep.isa.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.asm.Printer;
import dev.skep.asm.Tool;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.InsnEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Translated filters return what the classic ones do.
class ClassicTranslatorTest {
    @Test
    void socketFiltersReturnTheSame() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Filters filters = new Filters(seed);
        int nonzero = 0;
        for (int round = 0; round < 3_000; round++) {
            ClassicProgram filter = filters.next(Flavour.SOCKET_FILTER);
            Bytecode code = ClassicTranslator.translate(filter, Flavour.SOCKET_FILTER);
            byte[] packet = new byte[random.nextInt(80)];
            random.nextBytes(packet);
            byte[] context =
                    ByteBuffer.allocate(72)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(packet.length)
                            .array();
            int expected = ClassicInterpreter.run(filter, Flavour.SOCKET_FILTER, packet);
            int actual = SmallMachine.run(code, context, packet);
            nonzero += expected == 0 ? 0 : 1;
            assertEquals(
                    expected,
                    actual,
                    () ->
                            "seed "
                                    + seed
                                    + "\n"
                                    + ClassicPrinter.print(filter)
                                    + Printer.COMMON.print(code));
        }
        assertTrue(nonzero > 300, "seed " + seed);
    }

    @Test
    void seccompFiltersReturnTheSame() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Filters filters = new Filters(seed);
        for (int round = 0; round < 1_000; round++) {
            ClassicProgram filter = filters.next(Flavour.SECCOMP);
            Bytecode code = ClassicTranslator.translate(filter, Flavour.SECCOMP);
            byte[] data = new byte[64];
            random.nextBytes(data);
            assertEquals(
                    ClassicInterpreter.run(filter, Flavour.SECCOMP, data),
                    SmallMachine.run(code, data, new byte[0]),
                    () -> "seed " + seed + "\n" + ClassicPrinter.print(filter));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PROTOCOL, 16, 0x0008, 0x0800",
        "PACKET_TYPE, 4, 3, 3",
        "INTERFACE_INDEX, 40, 7, 7",
        "INTERFACE_INDEX, 40, 0, 0",
        "MARK, 8, 0x12345678, 0x12345678",
        "QUEUE, 12, 2, 2",
        "RX_HASH, 68, 0x7eadbeef, 0x7eadbeef",
        "VLAN_TAG, 24, 0x2005, 0x2005",
        "VLAN_TAG_PRESENT, 20, 1, 1",
        "VLAN_PROTOCOL, 28, 0x0081, 0x8100",
    })
    void extensionsReadTheContext(Extension extension, int offset, String field, String result) {
        byte[] context = new byte[72];
        ByteBuffer.wrap(context)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(offset, Integer.decode(field));
        assertEquals(
                Integer.decode(result), SmallMachine.run(load(extension), context, new byte[0]));
    }

    @Test
    void extensionsWithoutAContextFieldBecomeCalls() {
        assertEquals(List.of(8), calls(load(Extension.CPU)));
        assertEquals(List.of(7), calls(load(Extension.RANDOM)));
        assertEquals(List.of(-4096 + 28), calls(load(Extension.HARDWARE_TYPE)));
        assertEquals(List.of(-4096 + 12), calls(load(Extension.NETLINK_ATTRIBUTE)));
    }

    @Test
    void aNegativeResultOfACallEndsTheFilterWithZero() {
        assertEquals(0, SmallMachine.run(load(Extension.HARDWARE_TYPE), new byte[72], new byte[0]));
    }

    @Test
    void theLargestFilterStillHasJumpsThatFit() {
        List<ClassicInsn> insns = new ArrayList<>();
        insns.add(ClassicInsn.of(ClassicOpcode.LD_LEN, 0));
        insns.add(new ClassicInsn(0x15, 0, 1, 0));
        insns.add(ClassicInsn.of(ClassicOpcode.JA, 4092));
        while (insns.size() < 4095) {
            insns.add(ClassicInsn.of(ClassicOpcode.LD_ABS_W, Extension.HARDWARE_TYPE.helperId()));
        }
        insns.add(ClassicInsn.of(ClassicOpcode.RET_K, 9));
        Bytecode code =
                ClassicTranslator.translate(new ClassicProgram(insns), Flavour.SOCKET_FILTER);
        assertEquals(code.slots(), InsnEncoder.raw(code).size());
        assertEquals(9, SmallMachine.run(code, new byte[72], new byte[0]));
    }

    @Test
    void codeThatCannotRunIsLeftOut() {
        ClassicProgram filter = ClassicReader.read("4, 5 0 0 2, 0 0 0 1, 6 0 0 1, 6 0 0 2");
        Bytecode code = ClassicTranslator.translate(filter, Flavour.SOCKET_FILTER);
        assertEquals(
                "r6 = r1\nw0 = 0\nw7 = 0\ngoto +0\nw0 = 2\nexit\n", Printer.COMMON.print(code));
    }

    @ParameterizedTest
    @CsvSource({
        "ip and tcp port 80",
        "vlan 5 and ip6",
        "len > 100 and ether[12:2] * 3 / 2 - 4 > 7",
        "portrange 1-1000",
        "ip[ip[2]:4] % 7 = 3",
        "ether[0:4] = 0xffffffff",
    })
    void whatTcpdumpCompilesReadsPrintsAndTranslates(String expression) throws Exception {
        Tool.require("tcpdump");
        String numbers = Tool.run("", "tcpdump", "-y", "EN10MB", "-ddd", expression);
        String array = Tool.run("", "tcpdump", "-y", "EN10MB", "-dd", expression);
        String readable = Tool.run("", "tcpdump", "-y", "EN10MB", "-d", expression);
        ClassicProgram filter = ClassicReader.read(numbers);
        assertEquals(filter, ClassicReader.read(array));
        assertEquals(numbers, ClassicPrinter.printNumbers(filter));
        assertEquals(array, ClassicPrinter.printArray(filter));
        assertEquals(readable.replaceAll(" +\n", "\n"), ClassicPrinter.print(filter));
        assertFalse(ClassicTranslator.translate(filter, Flavour.SOCKET_FILTER).insns().isEmpty());
    }

    private static Bytecode load(Extension extension) {
        int k = Extension.BASE + extension.offset();
        return ClassicTranslator.translate(
                new ClassicProgram(
                        List.of(
                                ClassicInsn.of(ClassicOpcode.LD_ABS_W, k),
                                ClassicInsn.of(ClassicOpcode.RET_A, 0))),
                Flavour.SOCKET_FILTER);
    }

    private static List<Integer> calls(Bytecode code) {
        return code.insns().stream()
                .filter(Insn.CallHelper.class::isInstance)
                .map(i -> ((Insn.CallHelper) i).id())
                .toList();
    }
}
