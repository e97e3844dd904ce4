package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.skep.host.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// bpf(2), one method for each command. Holds no state and may be used by many threads.
public final class Bpf {
    private static final int MAP_CREATE = 0;
    private static final int MAP_UPDATE_ELEM = 2;
    private static final int PROG_LOAD = 5;
    private static final int BTF_LOAD = 18;
    private static final int MAP_FREEZE = 22;

    private static final int FUNCTION_RECORD = 8;
    private static final int LINE_RECORD = 16;

    private static final int FIRST_LOG = 1 << 16;
    private static final int LARGEST_LOG = 1 << 28;

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
        return SystemCalls.obstacle();
    }

    /// Creates a map.
    public Descriptor createMap(MapAttributes map) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Attributes attributes =
                    new Attributes(arena, 80)
                            .number(0, map.type())
                            .number(4, map.keySize())
                            .number(8, map.valueSize())
                            .number(12, map.maxEntries())
                            .number(16, map.flags())
                            .name(28, map.name())
                            .wide(64, map.extra());
            map.inner().ifPresent(inner -> attributes.number(20, inner.number()));
            map.types()
                    .ifPresent(
                            types ->
                                    attributes
                                            .number(48, types.btf().number())
                                            .number(52, types.key())
                                            .number(56, types.value()));
            return new Descriptor(demand("BPF_MAP_CREATE", MAP_CREATE, attributes));
        }
    }

    /// Gives the element under `key` a value.
    public void update(Descriptor map, byte[] key, byte[] value) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Attributes attributes =
                    new Attributes(arena, 32)
                            .number(0, map.number())
                            .bytes(8, key)
                            .bytes(16, value);
            demand("BPF_MAP_UPDATE_ELEM", MAP_UPDATE_ELEM, attributes);
        }
    }

    /// Ends all changes to a map from user space.
    public void freeze(Descriptor map) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            demand("BPF_MAP_FREEZE", MAP_FREEZE, new Attributes(arena, 4).number(0, map.number()));
        }
    }

    /// Loads a type graph.
    ///
    /// @param btf the bytes of a `.BTF` section, as the kernel wants them
    public Descriptor loadTypes(byte[] btf) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Attributes attributes = new Attributes(arena, 32).bytes(0, btf).number(16, btf.length);
            int result = SystemCalls.bpf(BTF_LOAD, attributes.segment());
            if (result >= 0) {
                return new Descriptor(result);
            }
            MemorySegment log = arena.allocate(FIRST_LOG);
            attributes.pointer(8, log).number(20, FIRST_LOG).number(24, 1);
            int again = SystemCalls.bpf(BTF_LOAD, attributes.segment());
            if (again >= 0) {
                return new Descriptor(again);
            }
            throw new RefusedCall("BPF_BTF_LOAD", -result, text(log));
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
                Attributes attributes = attributes(arena, program);
                if (logLevel != 0) {
                    attributes.number(24, logLevel).number(28, size).pointer(32, log);
                }
                long start = System.nanoTime();
                int result = SystemCalls.bpf(PROG_LOAD, attributes.segment());
                long nanos = System.nanoTime() - start;
                if (result == -Errno.EAGAIN.number() && attempt < TRIES) {
                    attempt++;
                } else if (result == -Errno.ENOSPC.number() && 0 < size && size < LARGEST_LOG) {
                    // The kernel says how much it wanted to write, since Linux 6.4.
                    size =
                            Math.clamp(
                                    attributes.number(140),
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

    private static Attributes attributes(Arena arena, ProgramAttributes program) {
        Attributes attributes =
                new Attributes(arena, 152)
                        .number(0, program.type())
                        .number(4, program.code().length / Long.BYTES)
                        .bytes(8, program.code())
                        .text(16, program.license())
                        .number(40, program.kernelVersion())
                        .number(44, program.flags())
                        .name(48, program.name())
                        .number(68, program.attachType())
                        .number(108, program.attachTypeId());
        program.types().ifPresent(types -> describe(attributes, types));
        if (!program.descriptors().isEmpty()) {
            attributes.descriptors(120, program.descriptors());
        }
        return attributes;
    }

    private static void describe(Attributes attributes, ProgramAttributes.Types types) {
        attributes.number(72, types.btf().number());
        if (types.functions().length > 0) {
            attributes
                    .number(76, FUNCTION_RECORD)
                    .bytes(80, types.functions())
                    .number(88, types.functions().length / FUNCTION_RECORD);
        }
        if (types.lines().length > 0) {
            attributes
                    .number(92, LINE_RECORD)
                    .bytes(96, types.lines())
                    .number(104, types.lines().length / LINE_RECORD);
        }
    }

    private static int demand(String name, int command, Attributes attributes) throws RefusedCall {
        int result = SystemCalls.bpf(command, attributes.segment());
        if (result < 0) {
            throw new RefusedCall(name, -result, "");
        }
        return result;
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
