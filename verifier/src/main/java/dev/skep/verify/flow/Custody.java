package dev.skep.verify.flow;

import dev.skep.spec.Helper;
import dev.skep.spec.Kfunc;
import dev.skep.spec.Kfuncs;
import java.util.Optional;
import java.util.stream.Collectors;

/// Words for what calls hand out and take back: the thing, and who takes it.
public final class Custody {
    private Custody() {}

    /// What the call at `slot` handed out: `the socket that bpf_sk_lookup_tcp gave at insn 12`.
    public static String thing(Listing listing, int slot) {
        String name = called(listing, slot);
        String point = listing.point(slot);
        if (name.isEmpty()) {
            return "what was acquired at " + point;
        }
        Optional<Kfunc> kfunc = Kfuncs.byName(name);
        String kind =
                name.contains("lookup_tcp") || name.contains("lookup_udp")
                        ? "the socket"
                        : name.equals("bpf_ringbuf_reserve")
                                ? "the record"
                                : kfunc.filter(k -> k.has(Kfunc.Flag.ITER_NEW)).isPresent()
                                        ? "the iterator"
                                        : "the reference";
        return "%s that %s gave at %s".formatted(kind, name, point);
    }

    /// Which calls take back what the call at `slot` handed out; empty if that is not known.
    public static String takers(Listing listing, int slot) {
        Optional<Kfunc> kfunc = Kfuncs.byName(listing.kfuncAt(slot));
        if (kfunc.isPresent()) {
            return takers(kfunc.get());
        }
        return switch (called(listing, slot)) {
            case "bpf_ringbuf_reserve" -> "bpf_ringbuf_submit or bpf_ringbuf_discard";
            case "bpf_ringbuf_reserve_dynptr" ->
                    "bpf_ringbuf_submit_dynptr or bpf_ringbuf_discard_dynptr";
            case "bpf_sk_lookup_tcp", "bpf_sk_lookup_udp", "bpf_skc_lookup_tcp" -> "bpf_sk_release";
            case String _ -> "";
        };
    }

    private static String takers(Kfunc giver) {
        if (giver.has(Kfunc.Flag.ITER_NEW)) {
            return giver.name().replaceFirst("new$", "destroy");
        }
        String struct = giver.result().structName();
        return Kfuncs.all().stream()
                .filter(k -> k.has(Kfunc.Flag.RELEASE) && !struct.isEmpty())
                .filter(k -> k.arguments().getFirst().structName().equals(struct))
                .map(Kfunc::name)
                .collect(Collectors.joining(" or "));
    }

    /// Whether the call at `slot` hands out what has to be given back.
    public static boolean gives(Listing listing, int slot) {
        return listing.helperAt(slot)
                        .filter(h -> h.effects().contains(Helper.Effect.ACQUIRES))
                        .isPresent()
                || Kfuncs.byName(listing.kfuncAt(slot))
                        .filter(k -> k.has(Kfunc.Flag.ACQUIRE))
                        .isPresent();
    }

    /// Whether the call at `slot` takes something back.
    public static boolean takes(Listing listing, int slot) {
        return listing.helperAt(slot)
                        .filter(h -> h.effects().contains(Helper.Effect.RELEASES))
                        .isPresent()
                || Kfuncs.byName(listing.kfuncAt(slot))
                        .filter(k -> k.has(Kfunc.Flag.RELEASE))
                        .isPresent();
    }

    /// What the instruction at `slot` calls; empty if it calls no helper or kernel function.
    public static String called(Listing listing, int slot) {
        return listing.helperAt(slot).map(Helper::fullName).orElseGet(() -> listing.kfuncAt(slot));
    }
}
