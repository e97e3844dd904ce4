package dev.skep.linux;

import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.Inventory.LinkInfo;
import dev.skep.linux.sys.ProbePlaces;
import dev.skep.linux.sys.RefusedCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What the kernel tells about a link besides its program, by kind (`struct bpf_link_info`):
///
/// | kind | fields |
/// |---|---|
/// | `raw_tracepoint` | `tracepoint`, `cookie` |
/// | `tracing` | `attachType`, `targetObject` (0 for the kernel), `targetType`, `cookie` |
/// | `cgroup` | `cgroup` (its id), `path` where it is found, `attachType` |
/// | `iter` | `iterator`, `map`, `cgroup`, `order`, `thread`, `process` where it has them |
/// | `netns` | `namespace`, `attachType` |
/// | `xdp` | `interface` (its index), `interfaceName` where this namespace has it |
/// | `tcx`, `netkit` | the same, `attachType` |
/// | `perf_event` | `event` and, as it has them, `name`, `offset`, `address`, `missed`, `counter`, `config`, `eventType`, `cookie` |
/// | `kprobe.multi` | `return`, `missed`, `places` of `address`, `function`, `cookie` |
/// | `uprobe.multi` | `file`, `return`, `process`, `places` of `offset`, `counter`, `cookie` |
/// | `struct_ops` | `map` |
/// | `sockmap` | `map`, `attachType` |
/// | `netfilter` | `family`, `hook`, `priority`, `flags` |
///
/// Numbers are `Long`, unsigned where they are addresses or cookies.
final class LinkFields {
    private static final long UNSIGNED_INT = 0xffff_ffffL;
    private static final int RETURN = 1;

    private final LinkInfo info;
    private final SequencedMap<String, Object> fields = new LinkedHashMap<>();

    private LinkFields(LinkInfo info) {
        this.info = info;
    }

    static SequencedMap<String, Object> of(LinkInfo info, Descriptor link) throws RefusedCall {
        LinkFields all = new LinkFields(info);
        switch (LinkText.kind(info.type())) {
            case "raw_tracepoint" ->
                    all.put("tracepoint", info.name()).wide("cookie", "_tp_cookie");
            case "tracing" ->
                    all.attachType("_tracing_attach_type")
                            .number("targetObject", "_tracing_target_obj_id")
                            .number("targetType", "_tracing_target_btf_id")
                            .wide("cookie", "_tracing_cookie");
            case "cgroup" -> all.group().attachType("_cgroup_attach_type");
            case "iter" -> all.iterator();
            case "netns" -> all.number("namespace", "_netns_ino").attachType("_netns_attach_type");
            case "xdp" -> all.networkInterface();
            case "tcx", "netkit" -> all.networkInterface().attachType("_ifindex_attach_type");
            case "perf_event" -> all.event();
            case "kprobe.multi" -> all.functions(link);
            case "uprobe.multi" -> all.file(link);
            case "struct_ops" -> all.number("map", "_map_id");
            case "sockmap" -> all.number("map", "_map_id").attachType("_map_attach_type");
            case "netfilter" ->
                    all.put("family", LinkText.family(info.fields()))
                            .put("hook", LinkText.hook(info.fields()))
                            .put("priority", info.fields().get("_netfilter_priority"))
                            .number("flags", "_netfilter_flags");
            default -> {}
        }
        return all.fields;
    }

    private LinkFields put(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    private LinkFields number(String name, String field) {
        return put(name, info.fields().get(field) & UNSIGNED_INT);
    }

    private LinkFields wide(String name, String field) {
        return put(name, info.fields().get(field));
    }

    /// A number that not every link of the kind has.
    private void present(String name, String field) {
        if (info.fields().get(field) != 0) {
            number(name, field);
        }
    }

    private LinkFields attachType(String field) {
        return put("attachType", LinkText.attachType(info.fields().get(field)));
    }

    private LinkFields networkInterface() {
        number("interface", "_ifindex");
        String name = LinkText.interfaceName((int) info.fields().get("_ifindex"));
        return name.isEmpty() ? this : put("interfaceName", name);
    }

    private LinkFields group() {
        wide("cgroup", "_cgroup_id");
        ControlGroups.path(info.fields().get("_cgroup_id"))
                .ifPresent(path -> put("path", path.toString()));
        return this;
    }

    private void iterator() {
        put("iterator", info.name());
        if (info.name().contains("map_elem") || info.name().equals("sockmap")) {
            present("map", "_iter_map_id");
        } else if (info.name().equals("cgroup")) {
            wide("cgroup", "_iter_cgroup_id").number("order", "_iter_cgroup_order");
        } else if (info.name().startsWith("task")) {
            present("thread", "_iter_task_tid");
            present("process", "_iter_task_pid");
        }
    }

    private void event() {
        String kind = LinkText.eventKind(info.fields());
        put("event", kind);
        switch (kind) {
            case "uprobe", "uretprobe" ->
                    put("name", info.name())
                            .number("offset", "_perf_offset")
                            .wide("counter", "_perf_ref_ctr_offset")
                            .wide("cookie", "_perf_uprobe_cookie");
            case "kprobe", "kretprobe" ->
                    put("name", info.name())
                            .number("offset", "_perf_offset")
                            .wide("address", "_perf_addr")
                            .wide("missed", "_perf_missed")
                            .wide("cookie", "_perf_kprobe_cookie");
            case "tracepoint" -> put("name", info.name()).wide("cookie", "_perf_tracepoint_cookie");
            default ->
                    number("eventType", "_perf_event_type")
                            .wide("config", "_perf_event_config")
                            .wide("cookie", "_perf_event_cookie");
        }
    }

    private void functions(Descriptor link) throws RefusedCall {
        put("return", (info.fields().get("_kprobe_multi_flags") & RETURN) != 0);
        wide("missed", "_kprobe_multi_missed");
        ProbePlaces places =
                ProbePlaces.ofFunctions(link, (int) info.fields().get("_kprobe_multi_count"));
        SymbolNames names = SymbolNames.ofKernel();
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < places.addresses().length; i++) {
            long address = places.addresses()[i];
            Map<String, Object> place = new LinkedHashMap<>();
            place.put("address", address);
            place.put("function", names.at(address).orElse(""));
            place.put("cookie", places.cookies()[i]);
            all.add(place);
        }
        put("places", all);
    }

    private void file(Descriptor link) throws RefusedCall {
        put("file", info.name());
        put("return", (info.fields().get("_multi_flags") & RETURN) != 0);
        number("process", "_multi_pid");
        ProbePlaces places = ProbePlaces.ofFile(link, (int) info.fields().get("_multi_count"));
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < places.addresses().length; i++) {
            Map<String, Object> place = new LinkedHashMap<>();
            place.put("offset", places.addresses()[i]);
            place.put("counter", places.counters()[i]);
            place.put("cookie", places.cookies()[i]);
            all.add(place);
        }
        put("places", all);
    }
}
