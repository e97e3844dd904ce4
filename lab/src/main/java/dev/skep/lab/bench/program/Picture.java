package dev.skep.lab.bench.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// Results as a picture (SVG 1.1): for each program a bar for each runner, on a logarithmic scale,
/// from the time of the kernel's JIT to the left (faster) or to the right (slower). It follows the
/// reader's choice of a light or a dark page.
final class Picture {
    private static final int WIDTH = 960;
    private static final int LEFT = 300;
    private static final int RIGHT = 900;
    private static final int TOP = 96;
    private static final int BAR = 9;
    private static final int STEP = 11;
    private static final int GAP = 9;
    private static final int[] STEPS = {1, 2, 5};

    private static final String STYLE =
            """
            <style>
              text { font-family: system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-size: 12px; fill: #1f2328 }
              .page { fill: #ffffff }
              .title { font-size: 17px; font-weight: 600 }
              .mean { font-weight: 600 }
              .value { font-size: 9.5px; fill: #59636e }
              .tick { font-size: 11px; fill: #59636e }
              .line { stroke: #d1d9e0; stroke-width: 1 }
              .one { stroke: #1f2328; stroke-width: 1.5 }
              .compiler { fill: #0969da }
              .interpreter { fill: #bc4c00 }
              .native { fill: #1a7f37 }
              .user_space { fill: #8250df }
              @media (prefers-color-scheme: dark) {
                text { fill: #f0f6fc }
                .page { fill: #0d1117 }
                .value, .tick { fill: #9198a1 }
                .line { stroke: #3d444d }
                .one { stroke: #f0f6fc }
                .compiler { fill: #4493f8 }
                .interpreter { fill: #db6d28 }
                .native { fill: #3fb950 }
                .user_space { fill: #ab7df8 }
              }
            </style>
            """;

    private final List<Kind> kinds;
    private final List<Group> groups;
    private final double low;
    private final double high;
    private final StringBuilder out = new StringBuilder();

    /// What stands at one label: a ratio for each runner.
    private record Group(String label, String style, List<OptionalDouble> ratios) {}

    private Picture(List<Kind> kinds, List<Group> groups) {
        this.kinds = kinds;
        this.groups = groups;
        double[] all =
                groups.stream()
                        .flatMap(group -> group.ratios.stream())
                        .flatMapToDouble(OptionalDouble::stream)
                        .toArray();
        double least = 0.5;
        double most = 2;
        for (double ratio : all) {
            least = Math.min(least, ratio);
            most = Math.max(most, ratio);
        }
        // Room for the numbers at the ends of the bars.
        this.low = Math.log10(least * 0.6);
        this.high = Math.log10(most * 1.5);
    }

    /// Draws `results`.
    static String of(Results results) {
        List<Kind> kinds = results.measured().stream().filter(kind -> kind != Kind.KERNEL).toList();
        List<Group> groups = new ArrayList<>();
        for (Outcome outcome : results.outcomes()) {
            groups.add(
                    new Group(
                            outcome.title(), "label", kinds.stream().map(outcome::ratio).toList()));
        }
        groups.add(
                new Group(
                        "geometric mean",
                        "mean",
                        kinds.stream()
                                .map(
                                        kind ->
                                                results.ratios(kind)
                                                        .map(
                                                                r ->
                                                                        OptionalDouble.of(
                                                                                r.geometricMean()))
                                                        .orElse(OptionalDouble.empty()))
                                .toList()));
        return new Picture(kinds, groups).draw();
    }

    private String draw() {
        int group = kinds.size() * STEP + GAP;
        int bottom = TOP + groups.size() * group;
        int height = bottom + 40;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                        + " height=\"%d\" role=\"img\">",
                WIDTH, height, WIDTH, height);
        line("<title>Time per run against the kernel's JIT compiler</title>");
        out.append(STYLE);
        line("<rect class=\"page\" width=\"%d\" height=\"%d\"/>", WIDTH, height);
        text(16, 30, "title", "start", "Time per run against the Linux kernel's JIT compiler");
        text(
                16,
                50,
                "tick",
                "start",
                "the same object file, net of a call's cost, logarithmic;"
                        + " left of 1 is faster than the kernel, right of it slower");
        legend();
        ticks(bottom);
        for (int i = 0; i < groups.size(); i++) {
            group(groups.get(i), TOP + i * group + GAP / 2);
        }
        line(
                "<line class=\"one\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
                x(1), TOP - 4, x(1), bottom);
        line("</svg>");
        return out.toString();
    }

    private void legend() {
        int x = 16;
        for (Kind kind : kinds) {
            line(
                    "<rect class=\"%s\" x=\"%d\" y=\"62\" width=\"12\" height=\"12\"/>",
                    style(kind), x);
            text(x + 17, 72, "label", "start", kind.description());
            x += 40 + kind.description().length() * 7;
        }
    }

    private void ticks(int bottom) {
        for (int decade = -3; decade <= 6; decade++) {
            for (int step : STEPS) {
                double value = step * Math.pow(10, decade);
                double at = Math.log10(value);
                if (at >= low && at <= high) {
                    line(
                            "<line class=\"line\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
                            x(value), TOP - 4, x(value), bottom);
                    text(x(value), bottom + 18, "tick", "middle", number(value));
                }
            }
        }
    }

    private void group(Group group, int y) {
        double middle = y + kinds.size() * STEP / 2.0 + 3;
        text(LEFT - 14, middle, group.style, "end", group.label);
        for (int i = 0; i < kinds.size(); i++) {
            double top = y + i * STEP;
            if (group.ratios.get(i).isPresent()) {
                bar(style(kinds.get(i)), group.ratios.get(i).getAsDouble(), top);
            } else {
                text(x(1) + 4, top + BAR - 1, "value", "start", "not measured");
            }
        }
    }

    private void bar(String style, double ratio, double top) {
        double end = x(ratio);
        double from = Math.min(x(1), end);
        line(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>",
                style, from, top, Math.max(1, Math.abs(end - x(1))), BAR);
        boolean slower = ratio >= 1;
        text(
                end + (slower ? 4 : -4),
                top + BAR - 1,
                "value",
                slower ? "start" : "end",
                number(ratio));
    }

    private double x(double ratio) {
        return LEFT + (RIGHT - LEFT) * (Math.log10(ratio) - low) / (high - low);
    }

    private static String style(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /// Two or three digits that say something.
    private static String number(double value) {
        String digits =
                String.format(
                        Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
        return digits.contains(".") ? digits.replaceAll("\\.?0+$", "") : digits;
    }

    private void text(double x, double y, String style, String anchor, String text) {
        line(
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                style, x, y, anchor, escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
