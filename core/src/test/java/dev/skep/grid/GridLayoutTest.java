package dev.skep.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.object.BpfObject;
import dev.skep.program.MapDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How maps are declared as grids, by the maps of `grids.bpf.c`.
class GridLayoutTest {
    private static final BpfObject OBJECT = object();

    private static BpfObject object() {
        try (InputStream in = GridLayoutTest.class.getResourceAsStream("grids.bpf.o")) {
            return BpfObject.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MapDefinition map(String name) {
        return OBJECT.maps().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"whole, 3, 5", "member, 2, 4", "chosen, 2, 4", "bits, 4, 64", "percpu, 2, 3"})
    void declarationsSayHowManyRowsAndColumnsThereAre(String name, int rows, int columns) {
        GridLayout layout = GridLayout.of(map(name));
        assertEquals(rows, layout.mostRows());
        assertEquals(columns, layout.mostColumns());
        assertEquals(name.equals("bits"), layout.bits());
    }

    @Test
    void onlyTagsDeclareAGridInSoManyWords() {
        assertTrue(GridLayout.declared(map("chosen")));
        assertTrue(GridLayout.declared(map("bits")));
        assertFalse(GridLayout.declared(map("member")));
        assertFalse(GridLayout.declared(map("whole")));
        assertFalse(GridLayout.declared(map("number")));
    }

    @Test
    void numbersStandRowByRow() {
        byte[] value = new byte[30];
        ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).putShort(2 * 7, (short) 0xFFFF);
        Grid grid = GridLayout.of(map("whole")).read(value);
        assertEquals(0xFFFF, grid.cell(1, 2));
        assertEquals(1, grid.population());
        assertEquals(0xFFFF, grid.largest());
        assertThrows(IndexOutOfBoundsException.class, () -> grid.cell(3, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> grid.cell(0, 5));
    }

    @Test
    void numbersKeepTheirSign() {
        byte[] value = new byte[36];
        ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).putInt(4 + 4 * 4, -7);
        assertEquals(-7, GridLayout.of(map("member")).read(value).cell(1, 0));
    }

    @Test
    void theTagChoosesTheArray() {
        byte[] value = new byte[16];
        value[8] = 3;
        assertEquals(3, GridLayout.of(map("chosen")).read(value).cell(0, 0));
    }

    @Test
    void bitsAreTheLowestFirstInTheChosenPlane() {
        byte[] value = new byte[4 + 3 * 4 * 2 * 4];
        value[0] = 40;
        value[1] = 3;
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
        bytes.putShort(2, (short) 2);
        bytes.putInt(4 + (2 * 4 * 2 + 2 + 1) * 4, 1 << 5);
        Grid grid = GridLayout.of(map("bits")).read(value);
        assertEquals(40, grid.columns());
        assertEquals(3, grid.rows());
        assertEquals(1, grid.cell(1, 32 + 5));
        assertEquals(1, grid.population());
        value[0] = 39;
        assertEquals(1, GridLayout.of(map("bits")).read(value).population());
    }

    @Test
    void whatWasWrittenIsRead() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        GridLayout layout = GridLayout.of(map("bits"));
        byte[] value = new byte[4 + 3 * 4 * 2 * 4];
        random.nextBytes(value);
        value[2] = 1;
        value[3] = 0;
        byte[] before = value.clone();
        Grid grid = new Numbers(2, 33, random.longs(66, 0, 2).toArray());
        layout.write(grid, value);
        Grid read = layout.read(value);
        assertEquals(33, read.columns(), "seed " + seed);
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 33; column++) {
                assertEquals(grid.cell(row, column), read.cell(row, column), "seed " + seed);
            }
        }
        assertEquals(grid.population(), read.population(), "seed " + seed);
        // The other planes are nobody's business here.
        assertEquals(
                Arrays.hashCode(Arrays.copyOfRange(before, 4, 36)),
                Arrays.hashCode(Arrays.copyOfRange(value, 4, 36)));
    }

    @Test
    void theGridOfAPerCpuMapIsTheSum() {
        byte[] value = new byte[3 * 48];
        for (int cpu = 0; cpu < 3; cpu++) {
            ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).putLong(cpu * 48 + 40, 1 + cpu);
        }
        assertEquals(6, GridLayout.of(map("percpu")).read(value).cell(1, 2));
    }

    @Test
    void aShrunkGridHasTheSumsOfSquares() {
        Grid grid = new Numbers(3, 5, new long[] {1, 1, 0, 0, 5, 1, 1, 0, 0, 0, 0, 0, 2, 0, 0});
        Grid small = grid.shrunk(2);
        assertEquals(new Numbers(2, 3, new long[] {4, 0, 5, 0, 2, 0}), small);
        assertEquals(grid, grid.shrunk(1));
    }

    @ParameterizedTest
    @CsvSource({
        "unclear, D020, several members could be meant",
        "row, D020, no member is a two-dimensional array of whole numbers",
        "pointers, D020, no member is a two-dimensional array of whole numbers",
        "number, D020, its values are no arrays",
        "tagged_row, D021, 'member cells has a tag \"grid\", but no rows of whole numbers'",
        "unknown, D021, 'the tag \"grid:colour\" is not understood'",
        "nobody, D021, 'the tag \"grid:rows=height\" names height, which is no number beside the"
                + " array'"
    })
    void whatIsNoGridIsRefused(String name, String code, String message) {
        Diagnostic why =
                assertThrows(HostException.class, () -> GridLayout.of(map(name))).diagnostic();
        assertEquals(code, why.code().id());
        assertEquals(message, why.message());
        assertFalse(why.remedy().isEmpty());
    }

    @Test
    void aValueThatSaysMoreThanItsTypeIsRefused() {
        GridLayout layout = GridLayout.of(map("bits"));
        byte[] value = new byte[4 + 3 * 4 * 2 * 4];
        value[1] = 5;
        assertEquals("rows 5; the type has 4", refusal(layout, value));
        value[1] = 0;
        value[0] = 65;
        assertEquals("columns 65; the type has 64", refusal(layout, value));
        value[0] = 64;
        value[2] = 3;
        assertEquals("plane 3; the type has 3", refusal(layout, value));
        assertThrows(
                HostException.class,
                () -> layout.write(new Numbers(5, 1, new long[5]), new byte[value.length]));
    }

    private static String refusal(GridLayout layout, byte[] value) {
        Diagnostic why = assertThrows(HostException.class, () -> layout.read(value)).diagnostic();
        assertEquals("D022", why.code().id());
        return why.message();
    }

    @Test
    void withoutTypesNothingIsKnown() {
        MapDefinition plain = MapDefinition.of("plain", map("whole").type(), Integer.BYTES, 30, 1);
        assertThrows(HostException.class, () -> GridLayout.of(plain));
        assertFalse(GridLayout.declared(plain));
    }
}
