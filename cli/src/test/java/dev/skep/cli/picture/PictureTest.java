package dev.skep.cli.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.cli.picture.TextPicture.Colours;
import dev.skep.grid.Grid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    private static final PictureFile.Look LOOK = new PictureFile.Look(2, Duration.ofMillis(100));

    @TempDir Path folder;

    /// A grid of what is given, row by row.
    private record Table(boolean bits, long[][] numbers) implements Grid {
        @Override
        public int rows() {
            return numbers.length;
        }

        @Override
        public int columns() {
            return numbers[0].length;
        }

        @Override
        public long cell(int row, int column) {
            return numbers[row][column];
        }
    }

    private static final Grid BITS =
            new Table(true, new long[][] {{1, 0, 1, 0}, {1, 1, 0, 0}, {0, 1, 1, 0}});

    private static final Grid NUMBERS = new Table(false, new long[][] {{0, 1, 10, 1000, -5}});

    @Test
    void twoRowsOfBitsAreALine() {
        assertEquals(List.of("█▄▀ ", " ▀▀ "), TextPicture.of(BITS, Colours.NONE));
        assertEquals(List.of("█▄▀ ", " ▀▀ "), TextPicture.of(BITS, Colours.MANY));
        assertEquals(2, TextPicture.lines(BITS, Colours.NONE));
    }

    @Test
    void numbersAreShadesOfTheirLogarithm() {
        assertEquals(List.of(" ░▒█ "), TextPicture.of(NUMBERS, Colours.NONE));
        assertEquals(1, TextPicture.lines(NUMBERS, Colours.NONE));
        String coloured = TextPicture.of(NUMBERS, Colours.MANY).getFirst();
        assertTrue(coloured.endsWith("\u001b[0m"), coloured);
        assertEquals(5, coloured.chars().filter(c -> c == '▀').count());
    }

    @Test
    void svgHasARectangleForEachRun() throws IOException {
        Path file = folder.resolve("bits.svg");
        PictureFile.write(file, List.of(BITS), LOOK);
        String text = Files.readString(file);
        assertTrue(text.contains("width=\"8\" height=\"6\" viewBox=\"0 0 4 3\""), text);
        assertTrue(text.contains("d=\"M0 0h1v1h-1zM2 0h1v1h-1zM0 1h2v1h-2zM1 2h2v1h-2z\""), text);
    }

    @Test
    void pngHasAPixelForEachCellAndMore() throws IOException {
        Path file = folder.resolve("bits.png");
        PictureFile.write(file, List.of(BITS), LOOK);
        List<Chunk> chunks = chunks(Files.readAllBytes(file));
        assertEquals(
                List.of("IHDR", "PLTE", "IDAT", "IEND"), chunks.stream().map(Chunk::type).toList());
        ByteBuffer header = ByteBuffer.wrap(chunks.getFirst().data());
        assertEquals(8, header.getInt());
        assertEquals(6, header.getInt());
        byte[] pixels = inflated(chunks.get(2).data());
        assertArrayEquals(
                new byte[] {0, 16, 16, 0, 0, 16, 16, 0, 0}, java.util.Arrays.copyOf(pixels, 9));
        assertEquals(6 * 9, pixels.length);
    }

    @Test
    void severalFramesAreAnAnimation() throws IOException {
        Path png = folder.resolve("film.png");
        PictureFile.write(png, List.of(BITS, BITS, BITS), LOOK);
        assertEquals(
                List.of(
                        "IHDR", "acTL", "PLTE", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT",
                        "IEND"),
                chunks(Files.readAllBytes(png)).stream().map(Chunk::type).toList());
        Path svg = folder.resolve("film.svg");
        PictureFile.write(svg, List.of(BITS, BITS), LOOK);
        String text = Files.readString(svg);
        assertTrue(text.contains("begin=\"0.1000s\" dur=\"0.2000s\""), text);
        assertEquals(2, text.split("<animate ").length - 1);
    }

    @Test
    void otherEndingsAreRefusedAndNothingIsLeft() throws IOException {
        Path file = folder.resolve("bits.gif");
        assertThrows(
                IllegalArgumentException.class, () -> PictureFile.write(file, List.of(BITS), LOOK));
        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private record Chunk(String type, byte[] data) {}

    private static List<Chunk> chunks(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        assertEquals(0x89504E470D0A1A0AL, bytes.getLong());
        List<Chunk> found = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] data = new byte[bytes.getInt()];
            byte[] type = new byte[4];
            bytes.get(type).get(data);
            CRC32 check = new CRC32();
            check.update(type);
            check.update(data);
            assertEquals((int) check.getValue(), bytes.getInt());
            found.add(new Chunk(new String(type, StandardCharsets.US_ASCII), data));
        }
        return found;
    }

    private static byte[] inflated(byte[] data) throws IOException {
        return new InflaterInputStream(new ByteArrayInputStream(data)).readAllBytes();
    }
}
