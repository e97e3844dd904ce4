package dev.skep.lab.generate;

import dev.skep.program.MapDefinition;
import dev.skep.spec.AttachType;
import dev.skep.spec.ContextField;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a program is made for: its type, the context it gets, the helpers and maps it may use.
///
/// @param fields the readable and writable fields of its context
record Setting(
        ProgramType type, AttachType attach, List<ContextField> fields, List<Helper> helpers) {
    /// Helpers that a kernel has or has not, by its configuration.
    private static final Set<String> OPTIONAL = Set.of("probe_write_user", "override_return");

    private static final Set<ProgramType> LOCKLESS =
            Set.of(
                    ProgramType.KPROBE,
                    ProgramType.TRACEPOINT,
                    ProgramType.RAW_TRACEPOINT,
                    ProgramType.PERF_EVENT,
                    ProgramType.SOCKET_FILTER);

    /// The settings to choose from; the common ones stand there more than once.
    static final List<Setting> ALL = all();

    private static List<Setting> all() {
        List<Setting> all = new ArrayList<>();
        add(all, 6, ProgramType.XDP, AttachType.XDP);
        add(all, 5, ProgramType.SCHED_CLS, AttachType.TCX_INGRESS);
        add(all, 1, ProgramType.SCHED_ACT, AttachType.CGROUP_INET_INGRESS);
        add(all, 3, ProgramType.SOCKET_FILTER, AttachType.CGROUP_INET_INGRESS);
        add(all, 2, ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_INGRESS);
        add(all, 1, ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_EGRESS);
        add(all, 3, ProgramType.KPROBE, AttachType.CGROUP_INET_INGRESS);
        add(all, 3, ProgramType.TRACEPOINT, AttachType.CGROUP_INET_INGRESS);
        add(all, 2, ProgramType.RAW_TRACEPOINT, AttachType.CGROUP_INET_INGRESS);
        add(all, 2, ProgramType.PERF_EVENT, AttachType.CGROUP_INET_INGRESS);
        add(all, 1, ProgramType.SK_MSG, AttachType.SK_MSG_VERDICT);
        add(all, 1, ProgramType.SK_SKB, AttachType.SK_SKB_STREAM_VERDICT);
        add(all, 1, ProgramType.LWT_XMIT, AttachType.CGROUP_INET_INGRESS);
        add(all, 1, ProgramType.LWT_IN, AttachType.CGROUP_INET_INGRESS);
        add(all, 1, ProgramType.SOCK_OPS, AttachType.CGROUP_SOCK_OPS);
        add(all, 1, ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_CREATE);
        add(all, 1, ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET4_POST_BIND);
        add(all, 1, ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET4_CONNECT);
        add(all, 1, ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_UDP6_SENDMSG);
        add(all, 1, ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_SETSOCKOPT);
        add(all, 1, ProgramType.CGROUP_SYSCTL, AttachType.CGROUP_SYSCTL);
        add(all, 1, ProgramType.CGROUP_DEVICE, AttachType.CGROUP_DEVICE);
        add(all, 1, ProgramType.SK_LOOKUP, AttachType.SK_LOOKUP);
        add(all, 1, ProgramType.SK_REUSEPORT, AttachType.SK_REUSEPORT_SELECT);
        add(all, 1, ProgramType.FLOW_DISSECTOR, AttachType.FLOW_DISSECTOR);
        return List.copyOf(all);
    }

    private static void add(List<Setting> all, int times, ProgramType type, AttachType attach) {
        List<Helper> helpers = new ArrayList<>(Helpers.of(type));
        helpers.removeIf(h -> !Helpers.allowed(h, type, attach) || OPTIONAL.contains(h.name()));
        List<ContextField> fields =
                ContextLayout.of(type, attach).map(ContextLayout::fields).orElse(List.of());
        Setting setting = new Setting(type, attach, fields, List.copyOf(helpers));
        for (int i = 0; i < times; i++) {
            all.add(setting);
        }
    }

    /// The maps, by the index that programs know them by.
    static List<MapDefinition> maps() {
        return MapShelf.MAPS;
    }

    /// Whether its programs may use locks and timers.
    boolean allowsLocks() {
        return !LOCKLESS.contains(type);
    }

    /// Whether its programs may call the helper of that name.
    boolean offers(String helper) {
        return helpers.stream().anyMatch(h -> h.name().equals(helper));
    }

    /// The field of that kind, if programs may read it.
    Optional<ContextField> field(ContextField.Kind kind) {
        return fields.stream().filter(f -> f.kind() == kind && f.readable()).findFirst();
    }

    /// The indices of the maps of one of these types, of which values are plain bytes.
    static List<Integer> mapsOf(MapType... types) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < maps().size(); i++) {
            MapDefinition map = maps().get(i);
            if (map.types().isEmpty() && List.of(types).contains(map.type())) {
                found.add(i);
            }
        }
        return found;
    }
}
