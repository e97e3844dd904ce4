package dev.skep.cli;

import dev.skep.diag.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The page that explains a code: Markdown, from `docs/verifier`.
record CodePage(Code code, String markdown) {
    /// The page of `code`, if it has one.
    static Optional<CodePage> of(Code code) {
        try (InputStream in = CodePage.class.getResourceAsStream("explain/" + code.id() + ".md")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(
                            new CodePage(
                                    code, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the page has these words, in capitals or not.
    boolean mentions(String words) {
        return markdown.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }

    /// The page as a terminal shows it: headings in bold, paragraphs wrapped, code indented.
    List<String> lines(Console console) {
        List<String> lines = new ArrayList<>();
        boolean code = false;
        for (String line : markdown.strip().split("\n")) {
            if (line.startsWith("```")) {
                code = !code;
            } else if (code) {
                lines.add(line.isEmpty() ? "" : "    " + line);
            } else if (line.startsWith("#")) {
                lines.add(console.styled("bold", line.replaceFirst("^#+ ", "")));
            } else if (line.startsWith("- ")) {
                lines.addAll(Paragraph.lines(plain(line.substring(2)), "  ", "  "));
            } else {
                lines.addAll(Paragraph.lines(plain(line)));
            }
        }
        return lines;
    }

    /// Without the marks of Markdown.
    private static String plain(String line) {
        return line.replace("`", "").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
    }
}
