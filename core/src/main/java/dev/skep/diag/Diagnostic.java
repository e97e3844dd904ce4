package dev.skep.diag;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// One refusal: what, where, why, and what to do. Immutable; the `with`-like methods return a new
/// value.
///
/// @param code the stable code
/// @param message what went wrong, with its particulars, in one line
/// @param file the file that was being read, or the empty string
/// @param place where, or `null` where there is no place
/// @param causes what was known that led to it, a line each
/// @param remedy what to do about it, or the empty string
/// @param kernelMessage the Linux kernel's wording for the same fault, or the empty string
public record Diagnostic(
        Code code,
        String message,
        String file,
        Place place,
        List<String> causes,
        String remedy,
        String kernelMessage) {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\\n]]");

    /// Copies the causes.
    public Diagnostic {
        Objects.requireNonNull(code);
        Objects.requireNonNull(message);
        causes = List.copyOf(causes);
    }

    /// A diagnostic that has a code and a message only.
    public static Diagnostic of(Code code, String message) {
        return new Diagnostic(code, message, "", null, List.of(), "", "");
    }

    /// Names the file, unless one is named already: the innermost reader knows best.
    public Diagnostic in(String file) {
        return this.file.isEmpty()
                ? new Diagnostic(code, message, file, place, causes, remedy, kernelMessage)
                : this;
    }

    /// Names the place.
    public Diagnostic at(Place place) {
        return new Diagnostic(code, message, file, place, causes, remedy, kernelMessage);
    }

    /// Adds a cause.
    public Diagnostic because(String cause) {
        List<String> more = new ArrayList<>(causes);
        more.add(cause);
        return new Diagnostic(code, message, file, place, more, remedy, kernelMessage);
    }

    /// Names the remedy.
    public Diagnostic fix(String remedy) {
        return new Diagnostic(code, message, file, place, causes, remedy, kernelMessage);
    }

    /// Attaches the kernel's wording.
    public Diagnostic kernelSays(String kernelMessage) {
        return new Diagnostic(code, message, file, place, causes, remedy, kernelMessage);
    }

    /// The whole diagnostic as people read it, lines separated by `\n`, no newline at the end.
    /// Control characters that names in broken files bring along become question marks, so that
    /// they cannot steer a terminal.
    public String render() {
        StringBuilder text = new StringBuilder(code.id()).append(": ").append(message);
        if (!file.isEmpty() || place != null) {
            text.append("\n  at ").append(file);
            if (place != null) {
                text.append(file.isEmpty() ? "" : ", ").append(place.describe());
            }
        }
        causes.forEach(cause -> text.append("\n  ").append(cause));
        if (!remedy.isEmpty()) {
            text.append("\n  fix: ").append(remedy);
        }
        if (!kernelMessage.isEmpty()) {
            text.append("\n  kernel says: ").append(kernelMessage);
        }
        return CONTROL.matcher(text).replaceAll("?");
    }
}
