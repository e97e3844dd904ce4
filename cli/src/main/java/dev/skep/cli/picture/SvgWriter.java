package dev.skep.cli.picture;

import dev.skep.grid.Grid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Grids as SVG: a path for each shade, a rectangle for each run of equal cells in a row. Frames
/// are groups that are visible one after the other.
record SvgWriter(List<? extends Grid> frames, PictureFile.Look look) {
    void write(OutputStream out) throws IOException {
        Grid first = frames.getFirst();
        StringBuilder text = new StringBuilder();
        text.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">%n"
                        .formatted(
                                first.columns() * look.cell(),
                                first.rows() * look.cell(),
                                first.columns(),
                                first.rows()));
        text.append(
                "<rect width=\"100%%\" height=\"100%%\" fill=\"%s\"/>\n"
                        .formatted(colour(Shades.of(first).colour(0))));
        for (int i = 0; i < frames.size(); i++) {
            frame(text, i);
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        }
        out.write("</svg>\n".getBytes(StandardCharsets.UTF_8));
    }

    private void frame(StringBuilder text, int index) {
        boolean film = frames.size() > 1;
        if (film) {
            double pause = look.pause().toNanos() / 1e9;
            // What does not move shows the first.
            text.append(index == 0 ? "<g>" : "<g visibility=\"hidden\">");
            text.append(
                    String.format(
                            Locale.ROOT,
                            "<animate attributeName=\"visibility\" calcMode=\"discrete\""
                                    + " values=\"visible;hidden\" keyTimes=\"0;%.6f\" begin=\"%.4fs\""
                                    + " dur=\"%.4fs\" repeatCount=\"indefinite\"/>\n",
                            1.0 / frames.size(),
                            index * pause,
                            frames.size() * pause));
        }
        paths(text, frames.get(index));
        if (film) {
            text.append("</g>\n");
        }
    }

    private static void paths(StringBuilder text, Grid grid) {
        Shades shades = Shades.of(grid);
        StringBuilder[] paths = new StringBuilder[Shades.COUNT];
        for (int row = 0; row < grid.rows(); row++) {
            int column = 0;
            while (column < grid.columns()) {
                int shade = shades.of(grid.cell(row, column));
                int end = column + 1;
                while (end < grid.columns() && shades.of(grid.cell(row, end)) == shade) {
                    end++;
                }
                if (shade != 0) {
                    if (paths[shade] == null) {
                        paths[shade] = new StringBuilder();
                    }
                    rectangle(paths[shade], row, column, end - column);
                }
                column = end;
            }
        }
        for (int shade = 1; shade < paths.length; shade++) {
            if (paths[shade] != null) {
                text.append("<path fill=\"").append(colour(shades.colour(shade)));
                text.append("\" d=\"").append(paths[shade]).append("\"/>\n");
            }
        }
    }

    private static void rectangle(StringBuilder path, int row, int column, int width) {
        path.append('M').append(column).append(' ').append(row);
        path.append('h').append(width).append("v1h-").append(width).append('z');
    }

    private static String colour(int colour) {
        return "#%06x".formatted(colour);
    }
}
