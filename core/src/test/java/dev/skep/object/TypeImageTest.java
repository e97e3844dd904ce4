package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfImage;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import dev.skep.program.TypeImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeImageTest {
    @Test
    void nothingExternalIsLeft() {
        Btf own = Fixture.types("externs.bpf.o");
        assertTrue(externs(own) > 0);
        BtfImage image = new BtfImage(own);
        image.layOut(Map.of());
        Btf read = Btf.parse(image.bytes(ByteOrder.LITTLE_ENDIAN));
        assertEquals(0, externs(read));
        for (int id = 1; id <= own.lastId(); id++) {
            assertEquals(own.kind(id), read.kind(id));
            assertEquals(own.name(id), read.name(id));
        }
    }

    @Test
    void everySectionHasItsVariablesInOrder() {
        for (String object : Fixture.ALL) {
            BpfObject.read(Fixture.bytes(object))
                    .btf()
                    .ifPresent(
                            own -> {
                                BtfImage image = new BtfImage(own);
                                image.layOut(Map.of());
                                Btf read = Btf.parse(image.bytes(ByteOrder.LITTLE_ENDIAN));
                                sections(read).forEach(s -> assertOrdered(read, s));
                            });
        }
    }

    private static void assertOrdered(Btf btf, BtfType.DataSection section) {
        long end = 0;
        for (BtfType.SectionVariable variable : section.variables()) {
            assertEquals(BtfKind.VAR, btf.kind(variable.variable()), section.toString());
            assertTrue(variable.offset() >= end, section.toString());
            end = variable.offset() + variable.size();
        }
        assertTrue(0 < end && end <= section.size(), section.toString());
    }

    @Test
    void variablesStandWhereTheGlobalsSay() {
        Program program = Fixture.program("linking.bpf.o", "first");
        Btf read = Btf.parse(image(program).btf());
        int seen = 0;
        for (MapDefinition map : program.maps()) {
            if (map.globals().isPresent() && map.types().isPresent()) {
                int id = map.types().get().valueTypeId();
                BtfType.DataSection section = (BtfType.DataSection) read.type(id);
                assertEquals(map.globals().get().size(), section.size());
                for (BtfType.SectionVariable entry : section.variables()) {
                    String name = read.name(entry.variable());
                    long offset =
                            map.globals().get().variables().stream()
                                    .filter(v -> v.name().equals(name))
                                    .mapToLong(Globals.Variable::offset)
                                    .findFirst()
                                    .orElseThrow();
                    assertEquals(offset, entry.offset(), name);
                    seen++;
                }
            }
        }
        assertTrue(seen > 0);
    }

    @Test
    void functionsAndLinesAreRecords() {
        Program program = Fixture.program("linking.bpf.o", "first");
        TypeImage image = image(program);
        Btf read = Btf.parse(image.btf());
        ByteBuffer functions = ByteBuffer.wrap(image.functions()).order(ByteOrder.LITTLE_ENDIAN);
        for (Subprogram subprogram : program.subprograms()) {
            assertEquals(subprogram.start(), functions.getInt());
            BtfType.Function type = (BtfType.Function) read.type(functions.getInt());
            assertEquals(subprogram.name(), type.name());
            assertEquals(
                    subprogram.global(), type.linkage() == BtfType.Linkage.GLOBAL, type.name());
        }
        ByteBuffer lines = ByteBuffer.wrap(image.lines()).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0, lines.getInt());
        assertEquals(program.lines().getFirst().file(), read.string(lines.getInt()));
        assertEquals(program.lines().getFirst().text(), read.string(lines.getInt()));
        assertEquals(program.lines().getFirst().line(), lines.getInt() >>> 10);
    }

    @Test
    void typesOfTheOtherByteOrderAreTurnedRound() {
        Btf own = Fixture.types("linking.big-endian.o");
        assertEquals(ByteOrder.BIG_ENDIAN, own.order());
        Btf read = Btf.parse(new BtfImage(own).bytes(ByteOrder.LITTLE_ENDIAN));
        assertEquals(ByteOrder.LITTLE_ENDIAN, read.order());
        assertEquals(own.lastId(), read.lastId());
        for (int id = 1; id <= own.lastId(); id++) {
            assertEquals(own.name(id), read.name(id));
        }
    }

    @Test
    void stringsAreKeptOnce() {
        BtfImage image = new BtfImage(Fixture.types("linking.bpf.o"));
        int fresh = image.string("not there before");
        assertEquals(fresh, image.string("not there before"));
        assertNotEquals(fresh, image.string("int"));
        assertEquals(0, image.string(""));
        Btf read = Btf.parse(image.bytes(ByteOrder.LITTLE_ENDIAN));
        assertEquals("not there before", read.string(fresh));
    }

    private static TypeImage image(Program program) {
        return TypeImage.of(program, ByteOrder.LITTLE_ENDIAN).orElseThrow();
    }

    private static List<BtfType.DataSection> sections(Btf btf) {
        List<BtfType.DataSection> sections = new ArrayList<>();
        for (int id = 1; id <= btf.lastId(); id++) {
            if (btf.type(id) instanceof BtfType.DataSection section) {
                sections.add(section);
            }
        }
        return sections;
    }

    private static int externs(Btf btf) {
        int count = 0;
        for (int id = 1; id <= btf.lastId(); id++) {
            BtfType type = btf.type(id);
            boolean extern =
                    type instanceof BtfType.Function f && f.linkage() == BtfType.Linkage.EXTERN
                            || type instanceof BtfType.Variable v
                                    && v.linkage() == BtfType.Linkage.EXTERN;
            count += extern ? 1 : 0;
        }
        return count;
    }
}
