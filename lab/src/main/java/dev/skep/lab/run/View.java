package dev.skep.lab.run;

import dev.skep.spec.ProgramType;
import java.util.Arrays;
import java.util.List;

/// What of a run is compared.
enum View {
    /// Everything.
    WHOLE {
        @Override
        byte[] data(ProgramType type, byte[] bytes) {
            return bytes;
        }

        @Override
        byte[] context(ProgramType type, byte[] bytes) {
            return bytes;
        }

        @Override
        List<String> traces(List<String> messages) {
            return messages;
        }
    },
    /// What the kernel's test run gives back. After socket filters it clears the link header, of
    /// which they see nothing. Of `struct xdp_md` it says where the packet starts and ends, of
    /// `struct __sk_buff` the mark, the priority and the control block. Traces go to a file of the
    /// whole machine.
    OF_THE_KERNEL {
        @Override
        byte[] data(ProgramType type, byte[] bytes) {
            return type == ProgramType.SOCKET_FILTER
                    ? Arrays.copyOfRange(bytes, Math.min(LINK_HEADER, bytes.length), bytes.length)
                    : bytes;
        }

        @Override
        byte[] context(ProgramType type, byte[] bytes) {
            if (type == ProgramType.XDP) {
                return Arrays.copyOf(bytes, XDP_POINTERS);
            }
            byte[] kept = new byte[2 * Integer.BYTES + CONTROL_BLOCK_SIZE];
            System.arraycopy(bytes, MARK, kept, 0, Integer.BYTES);
            System.arraycopy(bytes, PRIORITY, kept, Integer.BYTES, Integer.BYTES);
            System.arraycopy(bytes, CONTROL_BLOCK, kept, 2 * Integer.BYTES, CONTROL_BLOCK_SIZE);
            return kept;
        }

        @Override
        List<String> traces(List<String> messages) {
            return List.of();
        }
    };

    private static final int LINK_HEADER = 14;
    private static final int XDP_POINTERS = 8;
    private static final int MARK = 8;
    private static final int PRIORITY = 32;
    private static final int CONTROL_BLOCK = 48;
    private static final int CONTROL_BLOCK_SIZE = 20;

    /// What counts of a packet afterwards.
    abstract byte[] data(ProgramType type, byte[] bytes);

    /// What counts of a context afterwards.
    abstract byte[] context(ProgramType type, byte[] bytes);

    /// What counts of the messages that were traced.
    abstract List<String> traces(List<String> messages);
}
