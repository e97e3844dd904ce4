package dev.skep.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.object.BpfObject;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Type graphs for kernels that know less.
class OlderBtfTest {
    private static final Set<BtfKind> NEWER =
            EnumSet.of(
                    BtfKind.VAR,
                    BtfKind.DATASEC,
                    BtfKind.FLOAT,
                    BtfKind.DECL_TAG,
                    BtfKind.TYPE_TAG,
                    BtfKind.ENUM64);

    @Test
    void unknownKindsAreGoneAndTheRestStands() throws IOException {
        for (String file : new String[] {"types.o", "maps.o"}) {
            Btf before = graph(file);
            byte[] image = image(before);
            Btf after = Btf.parse(OlderBtf.without(image, NEWER, ByteOrder.nativeOrder()));
            assertEquals(before.lastId(), after.lastId());
            boolean any = false;
            for (int id = before.firstId(); id <= before.lastId(); id++) {
                assertFalse(NEWER.contains(after.kind(id)), after.type(id).toString());
                if (NEWER.contains(before.kind(id))) {
                    any = true;
                    assertNotEquals(before.kind(id), after.kind(id));
                } else {
                    assertEquals(before.type(id), after.type(id));
                }
            }
            assertTrue(any, "nothing was there to rewrite");
        }
    }

    @Test
    void knownKindsStay() throws IOException {
        byte[] image = image(graph("types.o"));
        Btf after = Btf.parse(OlderBtf.without(image, Set.of(), ByteOrder.nativeOrder()));
        assertEquals(Btf.parse(image).lastId(), after.lastId());
        for (int id = after.firstId(); id <= after.lastId(); id++) {
            assertEquals(Btf.parse(image).type(id), after.type(id));
        }
    }

    private static byte[] image(Btf btf) {
        BtfImage image = new BtfImage(btf);
        image.layOut(Map.of());
        return image.bytes(ByteOrder.nativeOrder());
    }

    private static Btf graph(String file) throws IOException {
        byte[] object = Files.readAllBytes(Path.of("..", "cases", "objects", file));
        return BpfObject.read(object).btf().orElseThrow();
    }
}
