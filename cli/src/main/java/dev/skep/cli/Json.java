package dev.skep.cli;

import java.io.PrintStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// Prints trees of maps, lists, strings, numbers and booleans as JSON.
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// Prints `tree` over several lines, with a newline at the end.
    static void print(PrintStream out, Object tree) {
        StringWriter text = new StringWriter();
        ObjectWriteContext pretty =
                new ObjectWriteContext.Base() {
                    @Override
                    public DefaultPrettyPrinter getPrettyPrinter() {
                        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
                        return new DefaultPrettyPrinter()
                                .withObjectIndenter(lines)
                                .withArrayIndenter(lines);
                    }
                };
        try (JsonGenerator generator = FACTORY.createGenerator(pretty, text)) {
            write(generator, tree);
        }
        out.println(text);
    }

    /// `tree` in one line, without a newline at the end.
    static String line(Object tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(generator, tree);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object tree) {
        switch (tree) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case java.math.BigInteger number -> json.writeNumber(number);
            case Map<?, ?> members -> {
                json.writeStartObject();
                members.forEach(
                        (name, value) -> {
                            json.writeName(name.toString());
                            write(json, value);
                        });
                json.writeEndObject();
            }
            case List<?> elements -> {
                json.writeStartArray();
                elements.forEach(element -> write(json, element));
                json.writeEndArray();
            }
            default -> throw new IllegalArgumentException("no JSON form: " + tree.getClass());
        }
    }
}
