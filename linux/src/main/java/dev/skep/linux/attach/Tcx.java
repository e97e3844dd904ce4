package dev.skep.linux.attach;

import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.spec.AttachType;

/// Traffic control without qdiscs (tcx, Linux 6.6): any number of programs on the way in or out of
/// an interface, one after the other.
public final class Tcx {
    /// Which way packets go.
    public enum Direction {
        /// Into the machine.
        INGRESS(AttachType.TCX_INGRESS),
        /// Out of it.
        EGRESS(AttachType.TCX_EGRESS);

        private final AttachType type;

        Direction(AttachType type) {
            this.type = type;
        }
    }

    /// Where among the programs that are there already.
    public sealed interface Position {
        /// Before all others.
        record First() implements Position {}

        /// After all others.
        record Last() implements Position {}

        /// Before the program of that id.
        record Before(int program) implements Position {}

        /// After the program of that id.
        record After(int program) implements Position {}
    }

    private static final int BEFORE = 1 << 3;
    private static final int AFTER = 1 << 4;
    private static final int BY_ID = 1 << 5;

    private Tcx() {}

    /// Attaches `program` to the interface of that index.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses: before 6.6 there is [Clsact]
    public static KernelLink attach(
            KernelProgram program, int ifindex, Direction direction, Position position) {
        String way = direction == Direction.INGRESS ? "ingress" : "egress";
        LinkRequest request =
                new LinkRequest(program.fileDescriptor(), ifindex, direction.type.id());
        place(request, position);
        return KernelLink.create(
                "tcx", "interface %d (%s)".formatted(ifindex, way), program, request, "");
    }

    /// Says in a request where among the programs that are there already.
    static void place(LinkRequest request, Position position) {
        switch (position) {
            case Position.First _ -> request.set("flags", BEFORE);
            case Position.Last _ -> request.set("flags", AFTER);
            case Position.Before before ->
                    request.set("flags", BEFORE | BY_ID).set("_relative", before.program());
            case Position.After after ->
                    request.set("flags", AFTER | BY_ID).set("_relative", after.program());
        }
    }
}
