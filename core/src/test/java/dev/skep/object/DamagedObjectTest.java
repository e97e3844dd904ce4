package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.skep.diag.MalformedException;
import dev.skep.diag.SkepException;
import dev.skep.elf.ElfFile;
import dev.skep.elf.Section;
import dev.skep.elf.Symbol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DamagedObjectTest {
    static final java.util.List<String> OBJECTS = Fixture.ALL;
    private static final int ROUNDS = 300;

    @ParameterizedTest
    @FieldSource("OBJECTS")
    void damageEndsInADiagnostic(String name) {
        byte[] sound = Fixture.bytes(name);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damage(sound, random);
            try {
                readAndLink(damaged);
            } catch (SkepException e) {
                assertFalse(e.diagnostic().render().isBlank());
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                fail(name + ", seed " + seed + ", round " + round, e);
            }
        }
    }

    private static byte[] damage(byte[] sound, Random random) {
        byte[] damaged = sound.clone();
        if (random.nextInt(10) == 0) {
            return Arrays.copyOf(damaged, random.nextInt(damaged.length));
        }
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(damaged.length);
            damaged[at] =
                    random.nextBoolean()
                            ? (byte) random.nextInt()
                            : (byte) (damaged[at] ^ 1 << random.nextInt(Byte.SIZE));
        }
        return damaged;
    }

    private static void readAndLink(byte[] bytes) {
        BpfObject object = BpfObject.read(bytes);
        object.relocations();
        object.maps().stream()
                .flatMap(map -> map.globals().stream())
                .filter(globals -> globals.size() < 1 << 20)
                .forEach(globals -> globals.contents());
        object.link(LinkOptions.standard().withTarget(new CoreTarget.OwnTypes()));
        if (object.btf().isPresent()) {
            object.link(LinkOptions.standard().withTarget(object.btf().get()));
        }
    }

    @Test
    void anUnknownMapTypeIsNamed() {
        byte[] bytes = Fixture.bytes("gnu.o");
        edit(bytes, "maps", 0, 77);
        MalformedException e = assertThrows(MalformedException.class, () -> BpfObject.read(bytes));
        assertEquals(ObjectCode.MAP_TYPE, e.diagnostic().code());
        assertEquals("map counters has the unknown type 77", e.diagnostic().message());
    }

    @Test
    void aVersionHasFourBytes() {
        byte[] bytes = Fixture.bytes("linking.bpf.o");
        ElfFile elf = ElfFile.parse(bytes.clone());
        assertEquals(0x060c00, BpfObject.from(elf).kernelVersion());
        renameSection(bytes, "license", "version");
        MalformedException e = assertThrows(MalformedException.class, () -> BpfObject.read(bytes));
        assertEquals(ObjectCode.HEADER, e.diagnostic().code());
    }

    @Test
    void aFunctionMayNotStartWithinAnother() {
        byte[] bytes = Fixture.bytes("linking.bpf.o");
        long value = editSymbol(bytes, "leaf", -8);
        MalformedException e = assertThrows(MalformedException.class, () -> BpfObject.read(bytes));
        assertEquals(ObjectCode.FUNCTION, e.diagnostic().code(), "leaf was at " + value);
    }

    @Test
    void aCallMustLeadToAFunction() {
        byte[] bytes = Fixture.bytes("linking.bpf.o");
        edit(bytes, "socket", 5 * 8 + 4, 12345);
        BpfObject object = BpfObject.read(bytes);
        SkepException e =
                assertThrows(SkepException.class, () -> object.link(LinkOptions.standard()));
        assertEquals(ObjectCode.CALL, e.diagnostic().code());
        assertEquals("section socket, offset 0x28", e.diagnostic().place().describe());
    }

    private static void edit(byte[] bytes, String section, int offset, int value) {
        Section found = ElfFile.parse(bytes.clone()).section(section).orElseThrow();
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) found.offset() + offset, value);
    }

    /// Moves a symbol and answers where it was.
    private static long editSymbol(byte[] bytes, String name, int distance) {
        ElfFile elf = ElfFile.parse(bytes.clone());
        Symbol symbol =
                elf.symbols().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
        int entry = (int) elf.section(".symtab").orElseThrow().offset() + 24 * symbol.index();
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(entry + 8, symbol.value() + distance);
        return symbol.value();
    }

    /// Gives a section the name of another one of the same length.
    private static void renameSection(byte[] bytes, String from, String to) {
        byte[] name = (from + "\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] other = (to + "\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int at = 0; at + name.length <= bytes.length; at++) {
            if (Arrays.equals(Arrays.copyOfRange(bytes, at, at + name.length), name)) {
                System.arraycopy(other, 0, bytes, at, other.length);
            }
        }
    }
}
