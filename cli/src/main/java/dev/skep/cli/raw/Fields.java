package dev.skep.cli.raw;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The members of a JSON object, read as what they should be. A member that is missing or `null`
/// has its default.
///
/// @param path where the object stands, with a dot at the end; empty for the whole line
record Fields(String path, Map<?, ?> members) {
    static final Fields NONE = new Fields("", Map.of());

    /// The text under that name; empty if there is none.
    String text(String name) {
        Object value = members.get(name);
        return switch (value) {
            case null -> "";
            case String text -> text;
            default -> throw wrong(name, "a text");
        };
    }

    /// The whole number under that name, of which the low 64 bits count.
    long number(String name, long otherwise) {
        Object value = members.get(name);
        return switch (value) {
            case null -> otherwise;
            case Number number -> number.longValue();
            case Boolean truth -> truth ? 1 : 0;
            case String text -> parsed(name, text);
            default -> throw wrong(name, "a number");
        };
    }

    private long parsed(String name, String text) {
        try {
            return Long.decode(text);
        } catch (NumberFormatException _) {
            throw wrong(name, "a number");
        }
    }

    /// The same in 32 bits.
    int small(String name, int otherwise) {
        return (int) number(name, otherwise);
    }

    boolean flag(String name) {
        return number(name, 0) != 0;
    }

    /// The bytes that hexadecimal text under that name stands for, blanks aside; the text may be in
    /// pieces, in an array.
    Optional<byte[]> bytes(String name) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        String text =
                value instanceof List<?> pieces
                        ? pieces.stream().map(String::valueOf).collect(Collectors.joining())
                        : text(name);
        try {
            return Optional.of(HexFormat.of().parseHex(text.replaceAll("\\s+", "")));
        } catch (IllegalArgumentException _) {
            throw wrong(name, "hexadecimal bytes");
        }
    }

    /// The object under that name, without members if there is none.
    Fields object(String name) {
        return switch (members.get(name)) {
            case null -> new Fields(path + name + ".", Map.of());
            case Map<?, ?> inner -> new Fields(path + name + ".", inner);
            default -> throw wrong(name, "an object");
        };
    }

    /// The objects in the array under that name; none if there is no array.
    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        switch (members.get(name)) {
            case null -> {}
            case List<?> elements -> {
                for (Object element : elements) {
                    String at = path + name + "[" + objects.size() + "]";
                    if (!(element instanceof Map<?, ?> inner)) {
                        throw wrong(name, "an array of objects");
                    }
                    objects.add(new Fields(at + ".", inner));
                }
            }
            default -> throw wrong(name, "an array");
        }
        return objects;
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    MalformedException wrong(String name, String wanted) {
        return refuse(RawCode.FIELD, name, "it should be " + wanted, "write " + wanted);
    }

    MalformedException refuse(RawCode code, String name, String message, String remedy) {
        return new MalformedException(
                Diagnostic.of(code, "field " + path + name + ": " + message)
                        .at(new Place.Named("field " + path + name))
                        .fix(remedy));
    }
}
