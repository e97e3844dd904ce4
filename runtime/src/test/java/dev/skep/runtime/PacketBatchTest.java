package dev.skep.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.HostException;
import dev.skep.diag.TrapException;
import dev.skep.map.MapOptions;
import dev.skep.packet.Origin;
import dev.skep.packet.PacketBatch;
import dev.skep.packet.Redirect;
import dev.skep.packet.Redirect.Direction;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketBatchTest {
    /// The verdict is the packet's second byte.
    private static final String SECOND_BYTE =
            """
            r2 = *(u32 *)(r1 + 0)
            r3 = *(u32 *)(r1 + 4)
            r0 = 0
            r4 = r2
            r4 += 2
            if r4 > r3 goto out
            r0 = *(u8 *)(r2 + 1)
            out:
            exit
            """;

    private final JvmHost host = new JvmHost();
    private final PacketBatch batch = PacketBatch.of(8);

    @Test
    void everyPacketGetsItsVerdict() {
        for (int i = 0; i < 5; i++) {
            assertTrue(batch.add(frame(20 + i, i % 3)));
        }
        run(ProgramType.XDP, SECOND_BYTE);
        assertEquals(5, batch.size());
        for (int i = 0; i < 5; i++) {
            assertEquals(i % 3, batch.verdict(i));
            assertEquals(20 + i, batch.length(i));
            assertArrayEquals(frame(20 + i, i % 3), bytes(i));
        }
        assertEquals(2, batch.count(0));
        assertEquals(1, batch.count(2));
        assertEquals(0, batch.count(7));
    }

    @Test
    void packetsComeFromWhateverHoldsBytes() {
        byte[] packet = frame(40, 9);
        ByteBuffer direct = ByteBuffer.allocateDirect(50).position(5).put(packet).flip();
        direct.position(5);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(60);
            MemorySegment.copy(packet, 0, segment, ValueLayout.JAVA_BYTE, 10, packet.length);
            batch.add(packet);
            batch.add(ByteBuffer.wrap(packet));
            batch.add(direct);
            batch.add(segment.asSlice(10, 40));
            batch.add(segment, 10, 40);
            batch.add(Arrays.copyOf(packet, 90), 0, 40);
        }
        assertEquals(6, batch.size());
        for (int i = 0; i < batch.size(); i++) {
            assertArrayEquals(packet, bytes(i), "packet " + i);
        }
        assertEquals(5, direct.position());
    }

    @Test
    void aFullBatchTakesNoMore() {
        PacketBatch small = PacketBatch.of(2, 64);
        assertTrue(small.add(frame(64, 1)));
        assertTrue(small.add(frame(64, 2)));
        assertFalse(small.add(frame(64, 3)));
        assertEquals(2, small.size());
        small.clear();
        assertTrue(small.add(frame(1, 0)));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> small.add(new byte[65]));
        assertEquals(
                "the packet has 65 bytes, the batch was made for up to 64", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> PacketBatch.of(0));
    }

    @Test
    void largePacketsFitIntoABatchThatIsMadeForThem() {
        PacketBatch large = PacketBatch.of(2, 65_535);
        large.add(frame(65_535, 7));
        large.add(frame(60, 8));
        load(ProgramType.XDP, SECOND_BYTE).run(large);
        assertEquals(7, large.verdict(0));
        assertEquals(8, large.verdict(1));
        assertEquals(65_535, large.packet(0).byteSize());
    }

    @Test
    void packetsThatWereNotRunHaveNoVerdict() {
        batch.add(frame(20, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.verdict(0));
        run(ProgramType.XDP, SECOND_BYTE);
        assertEquals(1, batch.verdict(0));
        batch.clear();
        assertThrows(IndexOutOfBoundsException.class, () -> batch.verdict(0));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.packet(0));
    }

    @Test
    void movedHeadsTailsAndMetadataComeOutRight() {
        batch.add(frame(60, 5));
        batch.add(frame(61, 6));
        run(
                ProgramType.XDP,
                """
                r6 = r1
                r2 = -8
                call bpf_xdp_adjust_head
                r1 = r6
                r2 = -10
                call bpf_xdp_adjust_tail
                r1 = r6
                r2 = -4
                call bpf_xdp_adjust_meta
                r2 = *(u32 *)(r6 + 8)
                r3 = *(u32 *)(r6 + 0)
                r4 = r2
                r4 += 4
                r0 = 1
                if r4 > r3 goto out
                *(u32 *)(r2 + 0) = 0x01020304
                r3 = *(u32 *)(r6 + 4)
                r2 = *(u32 *)(r6 + 0)
                r4 = r2
                r4 += 1
                if r4 > r3 goto out
                *(u8 *)(r2 + 0) = 0x77
                r0 = 2
                out:
                exit
                """);
        for (int i = 0; i < 2; i++) {
            assertEquals(2, batch.verdict(i));
            byte[] expected = new byte[58 + i];
            System.arraycopy(frame(60 + i, 5 + i), 0, expected, 8, 50 + i);
            expected[0] = 0x77;
            assertArrayEquals(expected, bytes(i));
            assertArrayEquals(
                    new byte[] {4, 3, 2, 1}, batch.metadata(i).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void aSlotForgetsWhatTheLastPacketLeftInFrontOfIt() {
        String grow =
                """
                r6 = r1
                r2 = -8
                call bpf_xdp_adjust_head
                r2 = *(u32 *)(r6 + 0)
                r3 = *(u32 *)(r6 + 4)
                r4 = r2
                r4 += 8
                r0 = 1
                if r4 > r3 goto out
                r0 = *(u64 *)(r2 + 0)
                *(u64 *)(r2 + 0) = -1
                out:
                exit
                """;
        JvmProgram program = load(ProgramType.XDP, grow);
        for (int round = 0; round < 3; round++) {
            batch.clear();
            batch.add(frame(60, 1));
            program.run(batch);
            assertEquals(0, batch.verdict(0), "round " + round);
        }
    }

    @Test
    void aBatchGoesThroughOneProgramAfterTheOther() {
        batch.add(frame(60, 3));
        JvmProgram first =
                load(ProgramType.XDP, "r2 = 1\ncall bpf_xdp_adjust_head\nr0 = 2\nexit\n");
        first.run(batch);
        first.run(batch);
        load(ProgramType.XDP, SECOND_BYTE).run(batch);
        assertEquals(58, batch.length(0));
        assertEquals(5, batch.verdict(0));
    }

    @Test
    void redirectsAreTold() {
        batch.add(frame(60, 0));
        run(ProgramType.XDP, "r1 = 7\nr2 = 0\ncall bpf_redirect\nexit\n");
        assertEquals(4, batch.verdict(0));
        assertEquals(Optional.of(new Redirect.ToInterface(7, Direction.EGRESS)), batch.redirect(0));
        run(ProgramType.XDP, "r0 = 2\nexit\n");
        assertEquals(Optional.empty(), batch.redirect(0));
    }

    @Test
    void trafficControlSeesTheInterfaceAndPutsTagsIntoPackets() {
        byte[] packet = frame(60, 4);
        packet[12] = 8;
        packet[13] = 0;
        batch.at(new Origin(5, 2)).add(packet);
        run(
                ProgramType.SCHED_CLS,
                """
                r6 = r1
                r7 = *(u32 *)(r1 + 40)
                r2 = 0x0081
                r3 = 33
                call bpf_skb_vlan_push
                r1 = r6
                r2 = 9
                r3 = 0
                call bpf_clone_redirect
                r0 = r7
                exit
                """);
        assertEquals(5, batch.verdict(0));
        assertEquals(64, batch.length(0));
        assertArrayEquals(
                new byte[] {(byte) 0x81, 0, 0, 33, 8, 0}, Arrays.copyOfRange(bytes(0), 12, 18));
        assertEquals(1, batch.copies(0).size());
        assertEquals(9, batch.copies(0).getFirst().target().ifindex());
        assertArrayEquals(bytes(0), batch.copies(0).getFirst().bytes());
    }

    @Test
    void packetsThatOutgrowTheirRoomMove() {
        String grow =
                """
                r6 = r1
                r2 = 9000
                r3 = 0
                call bpf_skb_change_tail
                r7 = r0
                r1 = r6
                r2 = 200
                r3 = 0
                call bpf_skb_change_head
                r0 |= r7
                exit
                """;
        JvmProgram program = load(ProgramType.SCHED_CLS, grow);
        for (int round = 0; round < 3; round++) {
            batch.clear();
            for (int i = 0; i < 3; i++) {
                batch.add(frame(60, 10 + i));
            }
            program.run(batch);
            for (int i = 0; i < 3; i++) {
                assertEquals(0, batch.verdict(i));
                assertEquals(9200, batch.length(i));
                byte[] expected = new byte[9200];
                System.arraycopy(frame(60, 10 + i), 0, expected, 200, 60);
                assertArrayEquals(expected, bytes(i));
            }
        }
    }

    @Test
    void egressProgramsSeePacketsThatCameInNowhere() {
        String interfaces =
                "r0 = *(u32 *)(r1 + 36)\nr2 = *(u32 *)(r1 + 40)\nr2 *= 100\nr0 += r2\nexit\n";
        Program egress =
                Verified.program(
                        ProgramType.SCHED_CLS, AttachType.TCX_EGRESS.ordinal(), interfaces);
        batch.at(new Origin(3, 0)).add(frame(60, 0));
        host.load(Verified.of(egress), List.of()).run(batch);
        assertEquals(300, batch.verdict(0));
        run(ProgramType.SCHED_CLS, interfaces);
        assertEquals(303, batch.verdict(0));
    }

    @Test
    void socketFiltersSayHowMuchIsKept() {
        batch.add(frame(60, 0));
        batch.add(frame(30, 0));
        run(ProgramType.SOCKET_FILTER, "r0 = *(u32 *)(r1 + 0)\nr0 >>= 1\nexit\n");
        assertEquals(30, batch.verdict(0));
        assertEquals(15, batch.verdict(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void theCpuSaysWhereProgramsWorkInPerCpuMaps(int cpu) {
        batch.onCpu(cpu).add(frame(60, 0));
        JvmHost four =
                new JvmHost(JvmHostOptions.defaults().withMaps(MapOptions.defaults().withCpus(4)));
        Program program =
                Verified.program(ProgramType.XDP, "call bpf_get_smp_processor_id\nexit\n");
        four.load(Verified.of(program), List.of()).run(batch);
        assertEquals(cpu, batch.verdict(0));
        PacketBatch wrong = PacketBatch.of(1).onCpu(4);
        assertThrows(
                IllegalArgumentException.class,
                () -> four.load(Verified.of(program), List.of()).run(wrong));
    }

    @Test
    void trapsOfInterpretedProgramsNameThePacket() {
        batch.add(frame(10, 1));
        batch.add(frame(60, 1));
        batch.add(frame(10, 1));
        String text =
                """
                r2 = *(u32 *)(r1 + 0)
                r3 = *(u32 *)(r1 + 4)
                r3 -= r2
                r0 = 2
                if r3 < 50 goto +1
                r0 = *(u8 *)(r2 + 5000)
                exit
                """;
        JvmProgram program = host.load(Verified.program(ProgramType.XDP, text), List.of());
        TrapException trap = assertThrows(TrapException.class, () -> program.run(batch));
        assertTrue(trap.diagnostic().causes().contains("at packet 1 of the batch"));
        assertEquals(2, batch.verdict(0));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.verdict(1));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.verdict(2));
    }

    @Test
    void otherProgramsDoNotRunOverPackets() {
        JvmProgram program =
                host.load(Verified.program(ProgramType.KPROBE, "r0 = 0\nexit\n"), List.of());
        HostException refused = assertThrows(HostException.class, () -> program.run(batch));
        assertEquals(HostCode.NO_BATCH, refused.diagnostic().code());
    }

    private JvmProgram load(ProgramType type, String text) {
        JvmProgram program = host.load(Verified.of(Verified.program(type, text)), List.of());
        assertEquals(Optional.empty(), program.notCompiled());
        return program;
    }

    private void run(ProgramType type, String text) {
        load(type, text).run(batch);
    }

    private byte[] bytes(int index) {
        return batch.packet(index).toArray(ValueLayout.JAVA_BYTE);
    }

    /// A packet whose second byte is `second`, and the others count on from it.
    private static byte[] frame(int length, int second) {
        byte[] frame = new byte[length];
        for (int i = 0; i < length; i++) {
            frame[i] = (byte) (second + i - 1);
        }
        return frame;
    }
}
