package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.skep.host.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// What there is in the kernel, of this process or of others, and what it is. Numbers without a
/// name here are those of `include/uapi/linux/bpf.h`.
public final class Inventory {
    /// The kinds of things that have ids.
    public enum Kind {
        /// Programs.
        PROGRAM(
                "programs",
                "anon_inode:bpf-prog",
                "prog_id",
                Command.PROG_GET_NEXT_ID,
                Command.PROG_GET_FD_BY_ID),
        /// Maps.
        MAP(
                "maps",
                "anon_inode:bpf-map",
                "map_id",
                Command.MAP_GET_NEXT_ID,
                Command.MAP_GET_FD_BY_ID),
        /// Type graphs.
        TYPES(
                "type graphs",
                "anon_inode:btf",
                "btf_id",
                Command.BTF_GET_NEXT_ID,
                Command.BTF_GET_FD_BY_ID),
        /// Links.
        LINK(
                "links",
                "anon_inode:bpf-link",
                "link_id",
                Command.LINK_GET_NEXT_ID,
                Command.LINK_GET_FD_BY_ID);

        private final String plural;
        private final String file;
        private final String fact;
        private final Command next;
        private final Command open;

        Kind(String plural, String file, String fact, Command next, Command open) {
            this.plural = plural;
            this.file = file;
            this.fact = fact;
            this.next = next;
            this.open = open;
        }

        /// Many of them, in a word.
        public String plural() {
            return plural;
        }

        /// Whether an open file of that name is such a thing. New links and opened ones are spelt
        /// differently.
        boolean names(String openFile) {
            return openFile.replace('_', '-').equals(file.replace('_', '-'));
        }

        /// What `/proc/PID/fdinfo` calls its id.
        String fact() {
            return fact;
        }
    }

    /// Room for a name that the kernel writes somewhere else.
    private static final int NAME = 4096;

    private static final int TAG = 8;

    private Inventory() {}

    /// The id after `id`, 0 for the first one; empty at the end.
    public static OptionalInt next(Kind kind, int id) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct attributes = Struct.of(arena, "next_id").set("start_id", id);
            int result = kind.next.call(attributes);
            if (result == -Errno.ENOENT.number()) {
                return OptionalInt.empty();
            }
            if (result < 0) {
                throw new RefusedCall(kind.next.kernelName(), -result, "");
            }
            return OptionalInt.of(attributes.number("next_id"));
        }
    }

    /// Opens the thing of that id.
    ///
    /// @throws RefusedCall `ENOENT` if it is gone
    public static Descriptor open(Kind kind, int id) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            return new Descriptor(
                    kind.open.demand(Struct.of(arena, "next_id").set("start_id", id)));
        }
    }

    /// Whether `descriptor` stands for such a thing: what its file is called says so.
    public static boolean is(Kind kind, Descriptor descriptor) {
        try {
            Path link = Path.of("/proc/self/fd/" + descriptor.number());
            return kind.names(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The id of what `descriptor` stands for.
    public static int id(Kind kind, Descriptor descriptor) throws RefusedCall {
        return switch (kind) {
            case PROGRAM -> program(descriptor).id();
            case MAP -> map(descriptor).id();
            case TYPES -> typesInfo(descriptor).id();
            case LINK -> link(descriptor).id();
        };
    }

    /// What a map is.
    public record MapInfo(
            int type,
            int id,
            int keySize,
            int valueSize,
            int maxEntries,
            int flags,
            String name,
            int types,
            int keyType,
            int valueType,
            long extra,
            int interfaceIndex,
            int kernelValueType) {}

    /// What the map behind `descriptor` is.
    public static MapInfo map(Descriptor descriptor) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct info = Struct.of(arena, "bpf_map_info");
            fill(arena, descriptor, info);
            return new MapInfo(
                    info.number("type"),
                    info.number("id"),
                    info.number("key_size"),
                    info.number("value_size"),
                    info.number("max_entries"),
                    info.number("map_flags"),
                    info.text("name"),
                    info.number("btf_id"),
                    info.number("btf_key_type_id"),
                    info.number("btf_value_type_id"),
                    info.wide("map_extra"),
                    info.number("ifindex"),
                    info.number("btf_vmlinux_value_type_id"));
        }
    }

    /// What a program is.
    ///
    /// @param tag the first bytes of a hash of its instructions
    /// @param loadedAt nanoseconds since the machine started
    /// @param user who loaded it
    /// @param types the id of its type graph, 0 if it has none
    /// @param translated bytes of its instructions as the kernel runs them
    /// @param jited bytes of machine code, 0 if it is interpreted
    /// @param verified how many instructions the verifier walked
    /// @param runs how often it ran, and `runNanos` how long, where the kernel counts
    ///   (`kernel.bpf_stats_enabled`)
    public record ProgramInfo(
            int type,
            int id,
            String name,
            byte[] tag,
            long loadedAt,
            int user,
            int[] maps,
            int types,
            int translated,
            int jited,
            int verified,
            long runs,
            long runNanos) {}

    /// What the program behind `descriptor` is.
    public static ProgramInfo program(Descriptor descriptor) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct count = Struct.of(arena, "bpf_prog_info");
            fill(arena, descriptor, count);
            int most = count.number("nr_map_ids");
            MemorySegment ids = arena.allocate(Integer.BYTES * Math.max(1L, most), Integer.BYTES);
            Struct info = Struct.of(arena, "bpf_prog_info").set("nr_map_ids", most);
            fill(arena, descriptor, info.point("map_ids", ids));
            int found = Math.min(most, info.number("nr_map_ids"));
            return new ProgramInfo(
                    info.number("type"),
                    info.number("id"),
                    info.text("name"),
                    info.bytes("tag", TAG),
                    info.wide("load_time"),
                    info.number("created_by_uid"),
                    ids.asSlice(0, (long) Integer.BYTES * found).toArray(JAVA_INT),
                    info.number("btf_id"),
                    info.number("xlated_prog_len"),
                    info.number("jited_prog_len"),
                    info.number("verified_insns"),
                    info.wide("run_cnt"),
                    info.wide("run_time_ns"));
        }
    }

    /// What a link is. Which fields say something depends on the type; the others hold what belongs
    /// to other types.
    ///
    /// @param type `enum bpf_link_type`
    /// @param name of what it is attached to; empty where it has none
    public record LinkInfo(int type, int id, int program, String name, Fields fields) {
        /// The numbers of all types of links, by their names in `structs.txt`.
        @FunctionalInterface
        public interface Fields {
            /// The number under that name.
            long get(String field);
        }
    }

    /// What the link behind `descriptor` is.
    public static LinkInfo link(Descriptor descriptor) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct plain = Struct.of(arena, "bpf_link_info");
            fill(arena, descriptor, plain);
            LinkNames names = LinkNames.of(plain.number("type"), plain.number("_perf_type"));
            String name = "";
            if (names != LinkNames.NONE) {
                MemorySegment room = arena.allocate(NAME);
                Struct named = Struct.of(arena, "bpf_link_info");
                names.ask(named, room);
                fill(arena, descriptor, named);
                name = room.getString(0, StandardCharsets.UTF_8);
            }
            byte[] copy = plain.segment().toArray(JAVA_BYTE);
            return new LinkInfo(
                    plain.number("type"),
                    plain.number("id"),
                    plain.number("prog_id"),
                    name,
                    field ->
                            new Struct(
                                            Arena.ofAuto(),
                                            Layout.of("bpf_link_info"),
                                            MemorySegment.ofArray(copy))
                                    .get(field));
        }
    }

    /// What a type graph is.
    ///
    /// @param name `vmlinux` or that of a module; empty for a program's
    /// @param size in bytes
    /// @param kernel whether it belongs to the kernel or a module
    public record TypesInfo(int id, String name, int size, boolean kernel) {}

    /// What the type graph behind `descriptor` is.
    public static TypesInfo typesInfo(Descriptor descriptor) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(NAME);
            Struct info =
                    Struct.of(arena, "bpf_btf_info").point("name", name).set("name_len", NAME);
            fill(arena, descriptor, info);
            return new TypesInfo(
                    info.number("id"),
                    name.getString(0, StandardCharsets.UTF_8),
                    info.number("btf_size"),
                    info.number("kernel_btf") != 0);
        }
    }

    /// The bytes of the type graph behind `descriptor`, as a `.BTF` section has them.
    public static byte[] types(Descriptor descriptor) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct size = Struct.of(arena, "bpf_btf_info");
            fill(arena, descriptor, size);
            int bytes = size.number("btf_size");
            MemorySegment room = arena.allocate(Math.max(1, bytes));
            Struct info =
                    Struct.of(arena, "bpf_btf_info").point("btf", room).set("btf_size", bytes);
            fill(arena, descriptor, info);
            return room.asSlice(0, bytes).toArray(JAVA_BYTE);
        }
    }

    static void fill(Arena arena, Descriptor descriptor, Struct info) throws RefusedCall {
        Command command = Command.OBJ_GET_INFO_BY_FD;
        try (Descriptor.Hold hold = descriptor.hold(command.kernelName())) {
            command.demand(
                    Struct.of(arena, "info_by_fd")
                            .set("bpf_fd", hold.number())
                            .set("info_len", info.segment().byteSize())
                            .point("info", info.segment()));
        }
    }
}
