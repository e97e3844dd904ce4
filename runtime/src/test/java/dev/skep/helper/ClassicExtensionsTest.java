package dev.skep.helper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.isa.classic.ClassicReader;
import dev.skep.isa.classic.ClassicTranslator;
import dev.skep.isa.classic.Flavour;
import dev.skep.packet.Origin;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.SocketBuffer.Start;
import dev.skep.program.Program;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Environment;
import dev.skep.vm.Interpreter;
import dev.skep.vm.RunOptions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// What classic filters load beside the packet, through the whole path.
class ClassicExtensionsTest {
    private static final String ADDRESSES = "020000000002020000000001";
    private static final String TCP = "00500050000000000000000060020000000000000204ffff";

    /// `ld [k]` or `ldx`, then `ret a`.
    private static int load(int extension, String packet) {
        return run(
                "2\n32 0 0 " + Integer.toUnsignedLong(-0x1000 + extension) + "\n22 0 0 0", packet);
    }

    @Test
    void thePayloadStartsBehindTheTransportHeader() {
        String ip = "45000028000040004006000001020304" + "05060708";
        assertEquals(14 + 20 + 24, load(52, ADDRESSES + "0800" + ip + TCP));
        String tagged = ADDRESSES + "8100" + "0064" + "0800" + ip + TCP;
        assertEquals(18 + 20 + 24, load(52, tagged));
        String udp = "45000028000000004011000001020304" + "05060708";
        assertEquals(14 + 20 + 8, load(52, ADDRESSES + "0800" + udp + TCP));
    }

    @Test
    void laterFragmentsHaveNoTransportHeader() {
        String ip = "45000028000000104006000001020304" + "05060708";
        assertEquals(14 + 20, load(52, ADDRESSES + "0800" + ip + TCP));
    }

    @Test
    void extensionHeadersAreSkipped() {
        String ip = "60000000001c3c40" + "00".repeat(32);
        String options = "1100010400000000";
        assertEquals(14 + 40 + 8 + 8, load(52, ADDRESSES + "86dd" + ip + options + TCP));
    }

    @Test
    void brokenHeadersHaveTheirPayloadAtZero() {
        assertEquals(0, load(52, ADDRESSES + "0806" + "00".repeat(28)));
        assertEquals(0, load(52, ADDRESSES + "0800" + "45"));
    }

    @Test
    void framesAreEthernet() {
        assertEquals(1, load(28, ADDRESSES + "0800" + "00".repeat(20)));
    }

    @Test
    void attributesAreFoundByType() {
        // Type 1 of 5 bytes (padded to 8), then type 3 that holds type 7.
        String packet = "05000100" + "aa000000" + "0c000300" + "08000700" + "11223344";
        assertEquals(8, attribute(12, 0, 3, packet));
        assertEquals(0, attribute(12, 0, 4, packet));
        assertEquals(0, attribute(12, 100, 3, packet));
        assertEquals(12, attribute(16, 8, 7, packet));
        assertEquals(0, attribute(16, 8, 1, packet));
    }

    /// `ld #a; ldx #x; ld [extension]; ret a`, over a packet without link header.
    private static int attribute(int extension, int a, int x, String packet) {
        String text =
                "4\n0 0 0 %d\n1 0 0 %d\n32 0 0 %d\n22 0 0 0"
                        .formatted(a, x, Integer.toUnsignedLong(-0x1000 + extension));
        return run(text, packet);
    }

    private static int run(String filter, String packet) {
        Program program =
                Program.of(
                        "filter",
                        ProgramType.SOCKET_FILTER,
                        ClassicTranslator.translate(
                                ClassicReader.read(filter), Flavour.SOCKET_FILTER));
        Interpreter interpreter =
                new Interpreter(program, new HostHelpers(), RunOptions.defaults());
        SocketBuffer buffer =
                new SocketBuffer(
                        interpreter.execution(Environment.repeatable(1)),
                        ProgramType.SOCKET_FILTER);
        buffer.load(HexFormat.of().parseHex(packet), Origin.LOOPBACK, Start.LINK_HEADER);
        return buffer.run();
    }
}
