package dev.skep.linux.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.linux.RunningKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The table of structures against the types that the running kernel publishes.
class LayoutTest {
    private static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");

    /// Linux 6.18.
    private static final int LATEST = 6 << 16 | 18 << 8;

    @Test
    void fieldsStandWhereTheyShould() {
        Layout element = Layout.of("map_elem");
        assertEquals(32, element.size());
        assertEquals(8, element.offset("key"), "after 4 bytes of padding");
        assertEquals(16, Layout.of("map_create").field("map_name").size());
        assertEquals(1040, Layout.of("perf_event_mmap_page").offset("data_offset"));
    }

    /// So that compilers for arm64 and x86-64 put them at the same places.
    @Test
    void everyFieldIsAlignedToItsSize() {
        for (Layout layout : Layout.all().values()) {
            assertEquals(0, layout.size() % Integer.BYTES, layout.name());
            layout.fields()
                    .forEach(
                            (name, field) -> {
                                boolean number = field.size() <= Long.BYTES;
                                assertTrue(
                                        !number
                                                || name.equals("tag")
                                                || field.offset() % field.size() == 0,
                                        layout.name() + "." + name);
                                assertTrue(field.offset() + field.size() <= layout.size(), name);
                            });
        }
    }

    @Test
    void theKernelHasTheSameFieldsAtTheSamePlaces() throws IOException {
        assumeTrue(Files.isReadable(KERNEL), "this kernel does not publish its types");
        Btf btf = Btf.parse(Files.readAllBytes(KERNEL));
        List<String> wrong = new ArrayList<>();
        for (Layout layout : Layout.all().values()) {
            if (candidates(btf, layout).stream().noneMatch(c -> fits(c, layout))) {
                wrong.add(layout.toString());
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(Layout.all().size() > 5);
    }

    /// Structures grow at their ends and in their gaps: an older kernel may lack some fields.
    private static boolean fits(Map<String, Long> fields, Layout layout) {
        List<String> named =
                layout.fields().keySet().stream().filter(f -> !f.startsWith("_")).toList();
        List<String> known = named.stream().filter(fields::containsKey).toList();
        return known.size() >= (whole() ? named.size() : Math.min(2, named.size()))
                && known.stream().allMatch(f -> fields.get(f) == layout.offset(f));
    }

    /// Whether the kernel is new enough to have every field of the table.
    private static boolean whole() {
        return new RunningKernel().version() >= LATEST;
    }

    /// The structures that the layout may stand for: its own, or a part of `union bpf_attr`.
    private static List<Map<String, Long>> candidates(Btf btf, Layout layout) {
        List<Map<String, Long>> candidates = new ArrayList<>();
        String name = layout.name().replace("user_cap", "__user_cap");
        for (String own : List.of(name, name + "_struct")) {
            btf.find(BtfKind.STRUCT, own).ifPresent(id -> candidates.add(fields(btf, id)));
        }
        int attributes = btf.find(BtfKind.UNION, "bpf_attr").orElseThrow();
        for (BtfType.Member member : members(btf, attributes)) {
            candidates.add(fields(btf, member.type()));
        }
        return candidates;
    }

    private static Map<String, Long> fields(Btf btf, int id) {
        Map<String, Long> fields = new HashMap<>();
        collect(btf, id, 0, fields);
        return fields;
    }

    /// Fields by name; those of parts without a name belong to the whole.
    private static void collect(Btf btf, int id, long at, Map<String, Long> into) {
        for (BtfType.Member member : members(btf, id)) {
            if (member.name().isEmpty()) {
                collect(btf, member.type(), at + member.offset(), into);
            } else {
                into.putIfAbsent(member.name(), at + member.offset());
            }
        }
    }

    private static List<BtfType.Member> members(Btf btf, int id) {
        return btf.type(btf.resolve(id)) instanceof BtfType.Composite composite
                ? composite.members()
                : List.of();
    }
}
