package dev.skep.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.object.BpfObject;
import dev.skep.program.SpecialField.Kind;
import dev.skep.spec.MapType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SpecialFieldsTest {
    private final BpfObject object = BpfObject.read(resource("fields.bpf.o"));
    private final Btf btf = object.btf().orElseThrow();

    @Test
    void fieldsAreFoundWhereTheKernelFindsThem() {
        List<String> lines =
                new String(resource("fields.bpf.c"), StandardCharsets.UTF_8).lines().toList();
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).contains(" *use_")) {
                String name = lines.get(i).split(" ")[1];
                String expected = lines.get(i - 1).substring("//".length()).strip();
                String found = text(SpecialFields.of(btf, struct(name)));
                compared++;
                if (!found.equals(expected)) {
                    differences.add(name + ": " + found + ", not " + expected);
                }
            }
        }
        assertTrue(compared > 40, "compared " + compared);
        assertEquals(List.of(), differences);
    }

    @Test
    void globalVariablesAreFoundAtTheirOffsetsInTheMap() {
        MapDefinition map =
                object.maps().stream()
                        .filter(m -> m.name().endsWith(".data.held"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(
                "SPIN_LOCK@0 LIST_HEAD@8:local:n REFERENCED_POINTER@24:task_struct"
                        + " REFERENCED_POINTER@32:task_struct",
                text(SpecialFields.of(map)));
    }

    @Test
    void allocatedObjectsHaveNodesAndCounters() {
        assertEquals(
                "LIST_NODE@8 RB_NODE@32 REFCOUNT@64",
                text(SpecialFields.ofAllocated(btf, struct("local"))));
        assertEquals(
                Optional.of(SpecialFields.Fault.NO_COUNTER),
                SpecialFields.ofAllocated(btf, struct("uncounted")).fault());
        assertEquals("", text(SpecialFields.ofAllocated(btf, struct("timer"))));
    }

    @Test
    void accessesThatTouchAFieldAreKnown() {
        SpecialFields fields = SpecialFields.of(btf, struct("everything"));
        assertTrue(fields.has(Kind.TIMER));
        assertFalse(fields.has(Kind.REFCOUNT));
        assertEquals(Kind.SPIN_LOCK, fields.touchedBy(3, 1).orElseThrow().kind());
        assertTrue(fields.touchedBy(4, 4).isEmpty());
        assertEquals(Kind.TIMER, fields.touchedBy(4, 8).orElseThrow().kind());
        assertTrue(fields.at(Kind.WORKQUEUE, 24).isPresent());
        assertTrue(fields.at(Kind.WORKQUEUE, 8).isEmpty());
    }

    @Test
    void mapsWithoutTypesHaveNoFields() {
        MapDefinition map = MapDefinition.of("plain", MapType.ARRAY, 4, 4, 1);
        assertEquals("", text(SpecialFields.of(map)));
    }

    private int struct(String name) {
        return btf.find(BtfKind.STRUCT, name).orElseThrow();
    }

    private String text(SpecialFields found) {
        return found.fault()
                .map(Enum::name)
                .orElseGet(
                        () ->
                                found.fields().stream()
                                        .map(this::text)
                                        .collect(Collectors.joining(" ")));
    }

    private String text(SpecialField field) {
        String type = field.typeId() == 0 ? "" : ":" + btf.name(field.typeId());
        String node = field.node().isEmpty() ? "" : ":" + field.node();
        return field.kind() + "@" + field.offset() + type + node;
    }

    private static byte[] resource(String name) {
        try (InputStream in = SpecialFieldsTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
