package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.skep.host.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The commands of bpf(2) that create something: maps, types, programs. Holds no state and may be
/// used by many threads.
public final class Bpf {
    private static final int FUNCTION_RECORD = 8;
    private static final int LINE_RECORD = 16;

    private static final int FIRST_LOG = 1 << 16;
    private static final int LARGEST_LOG = 1 << 28;

    /// `BPF_MAP_TYPE_STRUCT_OPS`.
    private static final int STRUCT_OPS = 26;

    /// A descriptor that nobody has; 0 is somebody's.
    private static final int NONE = -1;

    /// How often a load is repeated that a signal interrupted.
    private static final int TRIES = 5;

    private Bpf() {}

    /// bpf(2) of this machine.
    ///
    /// @throws UnsupportedOperationException where there is none; ask [#obstacle] first
    public static Bpf ofThisMachine() {
        obstacle()
                .ifPresent(
                        why -> {
                            throw new UnsupportedOperationException(why);
                        });
        return new Bpf();
    }

    /// Why this machine has no bpf(2); empty if it has. Whether this user may call it is another
    /// question.
    public static Optional<String> obstacle() {
        return SystemCall.obstacle();
    }

    /// Creates a map.
    public Descriptor createMap(MapAttributes map) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct attributes =
                    Struct.of(arena, "map_create")
                            .set("map_type", map.type())
                            .set("key_size", map.keySize())
                            .set("value_size", map.valueSize())
                            .set("max_entries", map.maxEntries())
                            .set("map_flags", map.flags())
                            .name("map_name", map.name())
                            .set("map_extra", map.extra());
            attributes.set("inner_map_fd", map.inner().map(Descriptor::number).orElse(NONE));
            map.types()
                    .ifPresent(
                            types ->
                                    attributes
                                            .set("btf_fd", types.btf().number())
                                            .set("btf_key_type_id", types.key())
                                            .set("btf_value_type_id", types.value()));
            return new Descriptor(Command.MAP_CREATE.demand(attributes));
        }
    }

    /// Creates a map for a structure of functions that programs implement (`struct_ops`).
    ///
    /// @param types those of the object, which the kernel demands although it does not use them
    /// @param valueType the value's type among the kernel's types
    public Descriptor createStructOps(
            String name, int valueSize, int flags, Descriptor types, int valueType)
            throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            return new Descriptor(
                    Command.MAP_CREATE.demand(
                            Struct.of(arena, "map_create")
                                    .set("map_type", STRUCT_OPS)
                                    .set("key_size", Integer.BYTES)
                                    .set("value_size", valueSize)
                                    .set("max_entries", 1)
                                    .set("map_flags", flags)
                                    .name("map_name", name)
                                    .set("btf_fd", types.number())
                                    .set("btf_vmlinux_value_type_id", valueType)));
        }
    }

    /// Loads a type graph.
    ///
    /// @param btf the bytes of a `.BTF` section, as the kernel wants them
    public Descriptor loadTypes(byte[] btf) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct attributes =
                    Struct.of(arena, "btf_load").bytes("btf", btf).set("btf_size", btf.length);
            int result = Command.BTF_LOAD.call(attributes);
            if (result >= 0) {
                return new Descriptor(result);
            }
            MemorySegment log = arena.allocate(FIRST_LOG);
            attributes
                    .point("btf_log_buf", log)
                    .set("btf_log_size", FIRST_LOG)
                    .set("btf_log_level", 1);
            int again = Command.BTF_LOAD.call(attributes);
            if (again >= 0) {
                return new Descriptor(again);
            }
            throw new RefusedCall(Command.BTF_LOAD.kernelName(), -result, text(log));
        }
    }

    /// Loads a program, with as much of the verifier's log as it writes, up to 256 MiB; of a longer
    /// one the end, and the error number is that of `ENOSPC`.
    ///
    /// @param logLevel bits: 1 branches, 2 every instruction, 4 statistics; 0 for no log
    public LoadReply loadProgram(ProgramAttributes program, int logLevel) {
        int size = logLevel == 0 ? 0 : FIRST_LOG;
        for (int attempt = 1; ; ) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment log = arena.allocate(Math.max(size, 1));
                Struct attributes = attributes(arena, program);
                if (logLevel != 0) {
                    attributes
                            .set("log_level", logLevel)
                            .set("log_size", size)
                            .point("log_buf", log);
                }
                long start = System.nanoTime();
                int result = Command.PROG_LOAD.call(attributes);
                long nanos = System.nanoTime() - start;
                if (result == -Errno.EAGAIN.number() && attempt < TRIES) {
                    attempt++;
                } else if (result == -Errno.ENOSPC.number() && 0 < size && size < LARGEST_LOG) {
                    // The kernel says how much it wanted to write, since Linux 6.4.
                    size =
                            Math.clamp(
                                    attributes.number("log_true_size"),
                                    Math.min(size * 4, LARGEST_LOG),
                                    LARGEST_LOG);
                } else {
                    return reply(result, text(log), nanos);
                }
            }
        }
    }

    private static LoadReply reply(int result, String log, long nanos) {
        return result >= 0
                ? new LoadReply(Optional.of(new Descriptor(result)), 0, log, nanos)
                : new LoadReply(Optional.empty(), -result, log, nanos);
    }

    private static Struct attributes(Arena arena, ProgramAttributes program) {
        Struct attributes =
                Struct.of(arena, "prog_load")
                        .set("prog_type", program.type())
                        .set("insn_cnt", program.code().length / Long.BYTES)
                        .bytes("insns", program.code())
                        .text("license", program.license())
                        .set("kern_version", program.kernelVersion())
                        .set("prog_flags", program.flags())
                        .name("prog_name", program.name())
                        .set("expected_attach_type", program.attachType())
                        .set("attach_btf_id", program.attachTypeId());
        program.attachProgram()
                .ifPresent(target -> attributes.set("attach_prog_fd", target.number()));
        program.types().ifPresent(types -> describe(attributes, types));
        if (!program.descriptors().isEmpty()) {
            attributes.descriptors("fd_array", program.descriptors());
        }
        return attributes;
    }

    private static void describe(Struct attributes, ProgramAttributes.Types types) {
        attributes.set("prog_btf_fd", types.btf().number());
        if (types.functions().length > 0) {
            attributes
                    .set("func_info_rec_size", FUNCTION_RECORD)
                    .bytes("func_info", types.functions())
                    .set("func_info_cnt", types.functions().length / FUNCTION_RECORD);
        }
        if (types.lines().length > 0) {
            attributes
                    .set("line_info_rec_size", LINE_RECORD)
                    .bytes("line_info", types.lines())
                    .set("line_info_cnt", types.lines().length / LINE_RECORD);
        }
    }

    private static String text(MemorySegment log) {
        long length = 0;
        while (length < log.byteSize() && log.get(JAVA_BYTE, length) != 0) {
            length++;
        }
        byte[] bytes = log.asSlice(0, length).toArray(JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
