package dev.skep.cli.json;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// Reads and prints trees of maps, lists, strings, numbers and booleans as JSON.
public final class Json {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private Json() {}

    /// Prints `tree` over several lines, with a newline at the end.
    public static void print(PrintStream out, Object tree) {
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
    public static String line(Object tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(generator, tree);
        }
        return text.toString();
    }

    /// The tree of the one value that `text` holds: objects are maps in the order of the text,
    /// whole numbers `Integer`, `Long` or `BigInteger`, others `Double`.
    ///
    /// @throws MalformedException with a [JsonCode] if it is no JSON
    public static Object parse(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            Object tree = read(parser);
            if (parser.nextToken() != null) {
                throw broken("something follows the value", parser);
            }
            return tree;
        } catch (JacksonException e) {
            throw new MalformedException(
                    Diagnostic.of(JsonCode.NO_JSON, e.getOriginalMessage())
                            .at(place(e.getLocation())));
        }
    }

    private static Object read(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, read(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(read(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw broken("a value is missing", parser);
        };
    }

    private static MalformedException broken(String message, JsonParser parser) {
        return new MalformedException(
                Diagnostic.of(JsonCode.NO_JSON, message).at(place(parser.currentLocation())));
    }

    private static Place place(TokenStreamLocation location) {
        return location == null
                ? new Place.InText(1, 1)
                : new Place.InText(location.getLineNr(), location.getColumnNr());
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
