package dev.skep.linux.attach;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.host.Errno;
import dev.skep.host.Link;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Netlink;
import dev.skep.linux.sys.NetlinkBody;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.spec.ProgramType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Routes whose packets programs see (lightweight tunnels): as they come in, are sent, or leave the
/// machine (`lwt_in`, `lwt_out`, `lwt_xmit`), or at a segment of a segment-routed path
/// (`lwt_seg6local`). The kernel has no link for it: the route stays when this process dies.
public final class Lwt {
    private static final int NEW_ROUTE = 24;
    private static final int DELETE_ROUTE = 25;

    /// A new object, which must not be there yet.
    private static final int CREATE = 0x400;

    private static final int EXCLUSIVE = 0x200;

    private static final int ENCAPSULATION_TYPE = 21;
    private static final int ENCAPSULATION = 22;

    /// `LWTUNNEL_ENCAP_BPF` and `LWTUNNEL_ENCAP_SEG6_LOCAL`.
    private static final int BPF = 6;

    private static final int SEGMENT = 7;

    private static final int SEGMENT_ACTION = 1;
    private static final int SEGMENT_PROGRAM = 8;

    /// `SEG6_LOCAL_ACTION_END_BPF`.
    private static final int END_BPF = 15;

    private static final int DESCRIPTOR = 1;
    private static final int NAME = 2;

    private Lwt() {}

    /// Adds a route whose packets `program` sees.
    ///
    /// @throws KernelException as [#attach(List, Route)] does
    public static Link attach(KernelProgram program, Route route) {
        return attach(List.of(program), route);
    }

    /// Adds a route whose packets programs see: one of each of the types `lwt_in`, `lwt_out` and
    /// `lwt_xmit`, or a single one of type `lwt_seg6local`. Closing the link removes the route.
    ///
    /// @throws KernelException if the kernel refuses, or such programs cannot share a route
    public static Link attach(List<KernelProgram> programs, Route route) {
        demandOneOfEach(programs, route);
        KernelProgram first = programs.getFirst();
        String target = "route " + route;
        try {
            Netlink netlink = Netlink.open();
            try {
                netlink.request(
                        "RTM_NEWROUTE", NEW_ROUTE, CREATE | EXCLUSIVE, request(programs, route));
                byte[] same = route.request().bytes();
                return new DirectLink(
                        "lwt",
                        target,
                        () -> {
                            try (netlink) {
                                netlink.request("RTM_DELROUTE", DELETE_ROUTE, 0, same);
                            }
                        });
            } catch (RefusedCall e) {
                netlink.close();
                throw e;
            }
        } catch (RefusedCall e) {
            throw AttachRefusals.of("lwt", target, first, e, hint(e.errno()));
        }
    }

    private static byte[] request(List<KernelProgram> programs, Route route) {
        boolean segment = type(programs.getFirst()) == ProgramType.LWT_SEG6LOCAL;
        NetlinkBody body = route.request();
        body.shortNumber(ENCAPSULATION_TYPE, segment ? SEGMENT : BPF);
        body.attribute(
                ENCAPSULATION,
                encapsulation -> {
                    if (segment) {
                        encapsulation.number(SEGMENT_ACTION, END_BPF);
                    }
                    for (KernelProgram program : programs) {
                        encapsulation.attribute(
                                attribute(program),
                                part ->
                                        part.number(DESCRIPTOR, program.fileDescriptor())
                                                .text(NAME, program.program().name()));
                    }
                });
        return body.bytes();
    }

    /// `enum`s of `linux/lwtunnel.h` and `linux/seg6_local.h`; 0 for programs of other types.
    private static int attribute(KernelProgram program) {
        return switch (type(program)) {
            case LWT_IN -> 1;
            case LWT_OUT -> 2;
            case LWT_XMIT -> 3;
            case LWT_SEG6LOCAL -> SEGMENT_PROGRAM;
            default -> 0;
        };
    }

    private static ProgramType type(KernelProgram program) {
        return program.program().type();
    }

    private static void demandOneOfEach(List<KernelProgram> programs, Route route) {
        Set<Integer> kinds = new HashSet<>();
        for (KernelProgram program : programs) {
            int kind = attribute(program);
            boolean alone = kind != SEGMENT_PROGRAM || programs.size() == 1;
            if (kind == 0 || !kinds.add(kind) || !alone) {
                throw wrong(
                        program,
                        route,
                        "program %s of type %s cannot be one of them"
                                .formatted(program.program().name(), type(program).shortName()));
            }
        }
        if (programs.isEmpty()) {
            throw new IllegalArgumentException("a route needs a program");
        }
    }

    private static KernelException wrong(KernelProgram program, Route route, String why) {
        return new KernelException(
                Diagnostic.of(
                                KernelCode.ATTACH,
                                "a route has one program of each of the types lwt_in, lwt_out and"
                                        + " lwt_xmit, or one of type lwt_seg6local")
                        .at(
                                new Place.Named(
                                        "program %s to route %s"
                                                .formatted(program.program().name(), route)))
                        .because(why)
                        .fix("attach it by what its type is for"),
                0);
    }

    private static String hint(int errno) {
        return errno == Errno.EOPNOTSUPP.number()
                ? "the kernel has to be built with CONFIG_LWTUNNEL_BPF, for segments with"
                        + " CONFIG_IPV6_SEG6_BPF"
                : "the interface has to be up, and the gateway one of its neighbours; segments are"
                        + " addresses of IPv6";
    }
}
