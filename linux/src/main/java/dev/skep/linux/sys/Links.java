package dev.skep.linux.sys;

import java.lang.foreign.Arena;

/// The commands of bpf(2) that attach programs.
public final class Links {

    private Links() {}

    /// Attaches what the request says.
    public static Descriptor create(LinkRequest request) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            return new Descriptor(Command.LINK_CREATE.demand(request.attributes(arena)));
        }
    }

    /// Puts another program into the place of the one that `link` has; of a link to a structure of
    /// functions another map.
    public static void update(Descriptor link, int program) throws RefusedCall {
        try (Arena arena = Arena.ofConfined();
                Descriptor.Hold hold = link.hold(Command.LINK_UPDATE.kernelName())) {
            Command.LINK_UPDATE.demand(
                    Struct.of(arena, "link_update")
                            .set("link_fd", hold.number())
                            .set("new_prog_fd", program));
        }
    }

    /// Ends an attachment that others may still hold.
    public static void detach(Descriptor link) throws RefusedCall {
        try (Arena arena = Arena.ofConfined();
                Descriptor.Hold hold = link.hold(Command.LINK_DETACH.kernelName())) {
            Command.LINK_DETACH.demand(
                    Struct.of(arena, "link_detach").set("link_fd", hold.number()));
        }
    }

    /// Opens a raw tracepoint, or whatever a tracing program was loaded for.
    ///
    /// @param name empty where the program says it
    public static Descriptor rawTracepoint(int program, String name) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct attributes = Struct.of(arena, "raw_tracepoint").set("prog_fd", program);
            return new Descriptor(
                    Command.RAW_TRACEPOINT_OPEN.demand(
                            name.isEmpty() ? attributes : attributes.text("name", name)));
        }
    }

    /// A run of an iterator, to be read.
    public static Descriptor iterate(Descriptor link) throws RefusedCall {
        try (Arena arena = Arena.ofConfined();
                Descriptor.Hold hold = link.hold(Command.ITER_CREATE.kernelName())) {
            return new Descriptor(
                    Command.ITER_CREATE.demand(
                            Struct.of(arena, "iter_create").set("link_fd", hold.number())));
        }
    }

    /// Attaches without a link: what has none, or had none in older kernels. It stays until
    /// [#detach(int, int, int)].
    public static void attach(int program, int target, int attachType) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Command.PROG_ATTACH.demand(attachment(arena, program, target, attachType));
        }
    }

    /// Detaches what [#attach] attached.
    public static void detach(int program, int target, int attachType) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Command.PROG_DETACH.demand(attachment(arena, program, target, attachType));
        }
    }

    private static Struct attachment(Arena arena, int program, int target, int attachType) {
        return Struct.of(arena, "prog_attach")
                .set("target_fd", target)
                .set("attach_bpf_fd", program)
                .set("attach_type", attachType);
    }
}
