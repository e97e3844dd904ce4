package dev.skep.cli.picture;

import dev.skep.grid.Grid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/// Grids as PNG with a palette of shades, by the PNG specification of the W3C (third edition, which
/// has animations).
record PngWriter(List<? extends Grid> frames, PictureFile.Look look) {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte DEPTH = 8;
    private static final byte PALETTE = 3;

    void write(OutputStream out) throws IOException {
        Grid first = frames.getFirst();
        int width = first.columns() * look.cell();
        int height = first.rows() * look.cell();
        out.write(SIGNATURE);
        chunk(out, "IHDR", header(width, height));
        if (frames.size() > 1) {
            // As often as one likes.
            chunk(out, "acTL", ints(frames.size(), 0));
        }
        chunk(out, "PLTE", palette(Shades.of(first)));
        int sequence = 0;
        for (int i = 0; i < frames.size(); i++) {
            byte[] pixels = pixels(frames.get(i), width);
            if (frames.size() > 1) {
                chunk(out, "fcTL", control(sequence++, width, height));
            }
            if (i == 0) {
                chunk(out, "IDAT", pixels);
            } else {
                chunk(out, "fdAT", joined(ints(sequence++), pixels));
            }
        }
        chunk(out, "IEND", new byte[0]);
    }

    private static byte[] header(int width, int height) {
        return ByteBuffer.allocate(13).putInt(width).putInt(height).put(DEPTH).put(PALETTE).array();
    }

    private byte[] control(int sequence, int width, int height) {
        short millis = (short) Math.clamp(look.pause().toMillis(), 1, Short.MAX_VALUE);
        return ByteBuffer.allocate(26)
                .putInt(sequence)
                .putInt(width)
                .putInt(height)
                .putLong(0)
                .putShort(millis)
                .putShort((short) 1000)
                .array();
    }

    private static byte[] palette(Shades shades) {
        ByteBuffer colours = ByteBuffer.allocate(3 * Shades.COUNT);
        for (int shade = 0; shade < Shades.COUNT; shade++) {
            int colour = shades.colour(shade);
            colours.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
        }
        return colours.array();
    }

    private byte[] pixels(Grid grid, int width) throws IOException {
        Shades shades = Shades.of(grid);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packed = new DeflaterOutputStream(bytes)) {
            byte[] line = new byte[1 + width];
            for (int row = 0; row < grid.rows(); row++) {
                for (int x = 0; x < width; x++) {
                    line[1 + x] = (byte) shades.of(grid.cell(row, x / look.cell()));
                }
                for (int y = 0; y < look.cell(); y++) {
                    packed.write(line);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void chunk(OutputStream out, String type, byte[] data) throws IOException {
        byte[] body = joined(type.getBytes(StandardCharsets.US_ASCII), data);
        CRC32 check = new CRC32();
        check.update(body);
        out.write(ints(data.length));
        out.write(body);
        out.write(ints((int) check.getValue()));
    }

    private static byte[] ints(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
    }
}
