package dev.skep.cli;

import dev.skep.cli.picture.TextPicture.Colours;
import dev.skep.diag.Diagnostic;
import dev.skep.program.SourceLine;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/// Where commands print: results to `out`, diagnostics and progress to `err`, both with [Escapes].
record Console(PrintStream out, PrintStream err, Help.ColorScheme colours) {
    /// Whatever is printed, names from files and from the kernel steer no terminal.
    Console {
        out = Escapes.over(out);
        err = Escapes.over(err);
    }

    /// Colours only if picocli finds a terminal, and never with `NO_COLOR`.
    Console(PrintStream out, PrintStream err) {
        this(out, err, Help.defaultColorScheme(Ansi.AUTO));
    }

    /// A console that never colours, for tests.
    static Console plain(PrintStream out, PrintStream err) {
        return new Console(out, err, Help.defaultColorScheme(Ansi.OFF));
    }

    /// `text` in a picocli style such as `bold` or `fg(red)`, where colours are on.
    String styled(String style, String text) {
        // The end of a style alone (21 for bold) means something else to many terminals.
        return colours.ansi().enabled()
                ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.reset.on()
                : text;
    }

    /// What pictures of grids may use.
    Colours gridColours() {
        return colours.ansi().enabled() ? Colours.MANY : Colours.NONE;
    }

    /// Prints text of our own that steers the terminal, as it is, to `out`; names from elsewhere
    /// must not be in it.
    void steer(String text) {
        out.writeBytes(text.getBytes(out.charset()));
        out.flush();
    }

    /// Prints a diagnostic to `err`, its first line in bold.
    void refuse(Diagnostic diagnostic) {
        refuse(diagnostic, Optional.empty());
    }

    /// The same with the text of the line of the source that it is about.
    void refuse(Diagnostic diagnostic, Optional<SourceLine> source) {
        List<String> lines = OutcomePage.explain(diagnostic, source).toList();
        err.println(styled("bold", lines.getFirst()));
        lines.subList(1, lines.size()).forEach(err::println);
    }
}
