package dev.skep.cli;

import java.io.PrintStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text from files and from the kernel may hold characters that steer a terminal: control
/// characters, and those that turn the direction of writing. They are shown as `\u001b` and the
/// like, which within JSON stands for the same character.
final class Escapes {
    /// What colours and bold text are made of; nothing that hides text.
    private static final Pattern STYLE =
            Pattern.compile("\u001b\\[(?:[0-4]|2[1-4]|3[0-79]|38;5;\\d{1,3})?m");

    private Escapes() {}

    /// A stream that prints to `out` in its character set, each text with escapes, lines and tabs
    /// as they are. Bytes pass as they are.
    static PrintStream over(PrintStream out) {
        return new PrintStream(out, false, out.charset()) {
            @Override
            public void print(String text) {
                super.print(text == null ? null : ofText(text));
            }

            @Override
            public void print(Object object) {
                print(String.valueOf(object));
            }
        };
    }

    /// `name` on one line: line breaks and tabs are escaped, too.
    static String ofName(String name) {
        return escape(name, false);
    }

    private static String ofText(String text) {
        if (text.chars().noneMatch(c -> steers(c, true))) {
            return text;
        }
        StringBuilder safe = new StringBuilder();
        Matcher styles = STYLE.matcher(text);
        int at = 0;
        while (styles.find()) {
            safe.append(escape(text.substring(at, styles.start()), true)).append(styles.group());
            at = styles.end();
        }
        return safe.append(escape(text.substring(at), true)).toString();
    }

    private static String escape(String text, boolean lines) {
        if (text.chars().noneMatch(c -> steers(c, lines))) {
            return text;
        }
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append(steers(c, lines) ? "\\u%04x".formatted((int) c) : String.valueOf(c));
        }
        return safe.toString();
    }

    private static boolean steers(int c, boolean lines) {
        if (lines && (c == '\n' || c == '\t')) {
            return false;
        }
        boolean control = c < 0x20 || c >= 0x7f && c < 0xa0;
        boolean direction = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
        return control || direction || c == 0x200e || c == 0x200f || c == 0x2028 || c == 0x2029;
    }
}
