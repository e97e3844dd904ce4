package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// `BPF_PROG_TEST_RUN`.
///
/// @param data the packet; may be empty
/// @param room how many bytes the packet may have afterwards; 0 where programs have no packet
/// @param context may be empty
/// @param contextRoom how many bytes the context may have afterwards; 0 where the kernel does not
///   give it out
/// @param repeat how often; 0 where the kernel does not take a number
public record TestRunCall(byte[] data, int room, byte[] context, int contextRoom, int repeat) {
    /// What came out.
    ///
    /// @param returnValue r0 of the last run, 32 bits
    /// @param contextIn the context that was handed in, as it was after the run: some programs get
    ///   it as it is
    /// @param nanos mean time of a run by the kernel's clock; 0 where it does not measure
    public record Reply(
            int returnValue, byte[] data, byte[] context, byte[] contextIn, long nanos) {}

    /// Runs `program`.
    ///
    /// @throws RefusedCall `ENOSPC` if there is less room than the program needed; it has run
    public Reply run(Descriptor program) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment dataOut = arena.allocate(Math.max(room, 1), Long.BYTES);
            MemorySegment contextIn = arena.allocate(Math.max(context.length, 1), Long.BYTES);
            MemorySegment contextOut = arena.allocate(Math.max(contextRoom, 1), Long.BYTES);
            MemorySegment.copy(context, 0, contextIn, JAVA_BYTE, 0, context.length);
            Struct attributes =
                    Struct.of(arena, "test_run").bytes("data_in", data).set("repeat", repeat);
            attributes.set("data_size_in", data.length);
            if (room > 0) {
                attributes.point("data_out", dataOut).set("data_size_out", room);
            }
            if (context.length > 0) {
                attributes.point("ctx_in", contextIn).set("ctx_size_in", context.length);
            }
            if (contextRoom > 0) {
                attributes.point("ctx_out", contextOut).set("ctx_size_out", contextRoom);
            }
            try (Descriptor.Hold hold = program.hold(Command.PROG_TEST_RUN.kernelName())) {
                Command.PROG_TEST_RUN.demand(attributes.set("prog_fd", hold.number()));
            }
            return new Reply(
                    attributes.number("retval"),
                    bytes(dataOut, room == 0 ? 0 : attributes.number("data_size_out")),
                    bytes(contextOut, contextRoom == 0 ? 0 : attributes.number("ctx_size_out")),
                    bytes(contextIn, context.length),
                    Integer.toUnsignedLong(attributes.number("duration")));
        }
    }

    private static byte[] bytes(MemorySegment segment, int size) {
        return segment.asSlice(0, size).toArray(JAVA_BYTE);
    }
}
