package dev.skep.linux;

import dev.skep.linux.sys.InterfaceName;
import dev.skep.linux.sys.Inventory.LinkInfo;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.spec.AttachType;
import java.util.Locale;

/// Links of all kinds in words for people. The numbers of kinds are those of `enum bpf_link_type`.
final class LinkText {
    private static final String[] KINDS = {
        "unspecified",
        "raw_tracepoint",
        "tracing",
        "cgroup",
        "iter",
        "netns",
        "xdp",
        "perf_event",
        "kprobe.multi",
        "struct_ops",
        "netfilter",
        "tcx",
        "uprobe.multi",
        "netkit",
        "sockmap"
    };

    private static final String[] EVENTS = {
        "event", "uprobe", "uretprobe", "kprobe", "kretprobe", "tracepoint", "event"
    };

    private static final String[] HOOKS = {
        "pre_routing", "local_in", "forward", "local_out", "post_routing"
    };

    private static final int IPV4 = 2;

    private LinkText() {}

    static InstalledLink of(LinkInfo info) {
        String kind = kind(info.type());
        LinkInfo.Fields fields = info.fields();
        String target =
                switch (kind) {
                    case "raw_tracepoint", "iter" -> info.name();
                    case "tracing" ->
                            "%s, type %d of object %d"
                                    .formatted(
                                            attachType(fields.get("_tracing_attach_type")),
                                            fields.get("_tracing_target_btf_id"),
                                            fields.get("_tracing_target_obj_id"));
                    case "cgroup" ->
                            "cgroup %d, %s"
                                    .formatted(
                                            fields.get("_cgroup_id"),
                                            attachType(fields.get("_cgroup_attach_type")));
                    case "netns" ->
                            "namespace %s, %s"
                                    .formatted(
                                            Integer.toUnsignedString(
                                                    (int) fields.get("_netns_ino")),
                                            attachType(fields.get("_netns_attach_type")));
                    case "xdp" -> "interface " + fields.get("_ifindex");
                    case "tcx", "netkit" ->
                            "interface %d, %s"
                                    .formatted(
                                            fields.get("_ifindex"),
                                            attachType(fields.get("_ifindex_attach_type")));
                    case "perf_event" -> event(info);
                    case "kprobe.multi" -> fields.get("_kprobe_multi_count") + " functions";
                    case "uprobe.multi" ->
                            "%s, %d places".formatted(info.name(), fields.get("_multi_count"));
                    case "struct_ops" -> "map " + fields.get("_map_id");
                    case "sockmap" ->
                            "map %d, %s"
                                    .formatted(
                                            fields.get("_map_id"),
                                            attachType(fields.get("_map_attach_type")));
                    case "netfilter" -> netfilter(fields);
                    default -> "";
                };
        return new InstalledLink(info.id(), kind, info.program(), target);
    }

    /// The word for a number of `enum bpf_link_type`.
    static String kind(int type) {
        return type >= 0 && type < KINDS.length ? KINDS[type] : "type " + type;
    }

    /// The word for what kind of event a link to one is.
    static String eventKind(LinkInfo.Fields fields) {
        int kind = (int) fields.get("_perf_type");
        return kind >= 0 && kind < EVENTS.length ? EVENTS[kind] : "event";
    }

    /// The name of an interface of the calling thread's namespace; empty if it has none there.
    static String interfaceName(int index) {
        try {
            return InterfaceName.of(index).orElse("");
        } catch (RefusedCall _) {
            // Links are listed without it, too.
            return "";
        }
    }

    private static String event(LinkInfo info) {
        String name = eventKind(info.fields());
        long offset = info.fields().get("_perf_offset");
        boolean probe = name.endsWith("probe") && offset != 0;
        return (name + " " + info.name() + (probe ? "+0x" + Long.toHexString(offset) : "")).strip();
    }

    private static String netfilter(LinkInfo.Fields fields) {
        return "%s %s, priority %d"
                .formatted(family(fields), hook(fields), fields.get("_netfilter_priority"));
    }

    /// The protocol of a netfilter link.
    static String family(LinkInfo.Fields fields) {
        return fields.get("_netfilter_pf") == IPV4 ? "ipv4" : "ipv6";
    }

    /// The hook of a netfilter link.
    static String hook(LinkInfo.Fields fields) {
        int hook = (int) fields.get("_netfilter_hooknum");
        return hook >= 0 && hook < HOOKS.length ? HOOKS[hook] : "hook " + hook;
    }

    /// The word for a number of `enum bpf_attach_type`.
    static String attachType(long number) {
        AttachType[] all = AttachType.values();
        return number < all.length
                ? all[(int) number].name().toLowerCase(Locale.ROOT)
                : "attach type " + number;
    }
}
