package dev.skep.typed;

import dev.skep.diag.HostException;
import dev.skep.typed.Shape.Field;
import dev.skep.typed.Shape.Sign;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Finds the codec for a Java type and a shape, or refuses the pair.
final class Codecs {
    private static final Map<Class<?>, Class<?>> PRIMITIVES =
            Map.of(
                    Boolean.class, boolean.class,
                    Byte.class, byte.class,
                    Short.class, short.class,
                    Integer.class, int.class,
                    Long.class, long.class,
                    Float.class, float.class,
                    Double.class, double.class);

    private Codecs() {}

    /// The primitive type that `type` boxes, or itself.
    static Class<?> primitive(Class<?> type) {
        return PRIMITIVES.getOrDefault(type, type);
    }

    /// How messages name a component of what `place` names.
    static String component(String place, String name) {
        return place + (place.contains(", component ") ? "." : ", component ") + name;
    }

    /// The codec for values of `type` in bytes of `shape`.
    ///
    /// @param place what messages call it
    /// @throws HostException with a [TypedCode] if they do not fit
    static Codec of(Type type, Shape shape, String place) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return list(list.getActualTypeArguments()[0], shape, place);
        }
        if (!(type instanceof Class<?> plain)) {
            throw misfit(place, type.getTypeName(), shape);
        }
        Class<?> target = primitive(plain);
        if (plain == byte[].class) {
            return new BytesCodec(place, Math.toIntExact(shape.size()));
        }
        return switch (shape) {
            case Shape.Number number -> number(target, number, number, place);
            case Shape.Enumeration enumeration ->
                    target.isEnum()
                            ? EnumCodec.of(place, target, enumeration)
                            : number(target, enumeration.number(), enumeration, place);
            case Shape.Fraction fraction -> fraction(target, fraction, place);
            case Shape.Array array -> array(target, array, place);
            case Shape.Struct struct -> record(target, struct, struct.fields(), place);
            case Shape.Union union -> union(target, union, place);
            case Shape.Bytes bytes -> throw misfit(place, target.getSimpleName(), bytes);
        };
    }

    /// @param origin what messages speak of: the number, or the enum that it is
    private static Codec number(Class<?> type, Shape.Number shape, Shape origin, String place) {
        if (type == boolean.class && shape.size() == 1) {
            return new NumberCodec(place, shape, type);
        }
        boolean whole =
                type == byte.class
                        || type == short.class
                        || type == int.class
                        || type == long.class;
        if (!whole
                || NumberCodec.size(type) < shape.size()
                || shape.sign() == Sign.UNKNOWN && NumberCodec.size(type) != shape.size()) {
            throw misfit(place, type.getSimpleName(), origin);
        }
        return new NumberCodec(place, shape, type);
    }

    private static Codec fraction(Class<?> type, Shape.Fraction shape, String place) {
        Class<?> fitting = shape.size() == Float.BYTES ? float.class : double.class;
        if (type != fitting) {
            throw misfit(place, type.getSimpleName(), shape);
        }
        return new FractionCodec(type);
    }

    private static Codec array(Class<?> type, Shape.Array shape, String place) {
        if (type == String.class && shape.element().size() == 1) {
            return new TextCodec(place, count(shape, place));
        }
        if (!type.isArray()) {
            throw misfit(place, type.getSimpleName(), shape);
        }
        Codec element = of(type.getComponentType(), shape.element(), place + "[]");
        return ArrayCodec.of(place, type, element, count(shape, place), shape.element().size());
    }

    private static Codec list(Type element, Shape shape, String place) {
        if (!(shape instanceof Shape.Array array)) {
            throw misfit(place, "List", shape);
        }
        return new ListCodec(
                place,
                of(element, array.element(), place + "[]"),
                count(array, place),
                array.element().size());
    }

    private static int count(Shape.Array shape, String place) {
        if (shape.size() > Integer.MAX_VALUE) {
            throw misfit(place, "array", shape);
        }
        return (int) shape.count();
    }

    private static Codec union(Class<?> type, Shape.Union shape, String place) {
        if (type.isRecord() && type.getRecordComponents().length > 1) {
            throw Refusals.doesNotFit(
                    place,
                    "%s has one of its fields at a time, record %s names %d"
                            .formatted(
                                    shape.name(),
                                    type.getSimpleName(),
                                    type.getRecordComponents().length),
                    "name the one that is meant, or take byte[]");
        }
        return record(type, shape, shape.fields(), place);
    }

    private static Codec record(Class<?> type, Shape shape, List<Field> fields, String place) {
        if (!type.isRecord()) {
            throw misfit(place, type.getSimpleName(), shape);
        }
        List<String> names = fields.stream().map(Field::name).toList();
        RecordComponent[] components = type.getRecordComponents();
        MethodHandles.Lookup lookup = lookup(type, place);
        List<RecordCodec.Part> parts = new ArrayList<>();
        for (RecordComponent component : components) {
            String where = component(place, component.getName());
            String name = Spelling.find(component.getName(), names);
            if (name == null) {
                String message =
                        "%s has no field %s"
                                .formatted(shape.name(), Spelling.inC(component.getName()));
                throw Spelling.missing(where, message, component.getName(), names);
            }
            Field field = fields.get(names.indexOf(name));
            Codec codec = of(component.getGenericType(), field.shape(), where);
            parts.add(
                    new RecordCodec.Part(where, field.offset(), codec, getter(lookup, component)));
        }
        return new RecordCodec(constructor(lookup, type, components), List.copyOf(parts));
    }

    private static MethodHandles.Lookup lookup(Class<?> type, String place) {
        Codecs.class.getModule().addReads(type.getModule());
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        } catch (IllegalAccessException closed) {
            try {
                MethodHandles.publicLookup().accessClass(type);
                return MethodHandles.publicLookup();
            } catch (IllegalAccessException hidden) {
                throw Refusals.refuse(
                        TypedCode.NO_ACCESS,
                        place,
                        "record %s is not open to Skep".formatted(type.getName()),
                        "make it public in an exported package, or add to module-info.java: opens "
                                + type.getPackageName()
                                + " to dev.skep.core;");
            }
        }
    }

    private static MethodHandle getter(MethodHandles.Lookup lookup, RecordComponent component) {
        try {
            return lookup.unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static MethodHandle constructor(
            MethodHandles.Lookup lookup, Class<?> type, RecordComponent[] components) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (NoSuchMethodException | IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// What a method handle threw, to be thrown on: what constructors of records throw is theirs.
    static RuntimeException rethrown(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException exception
                ? exception
                : new IllegalStateException(thrown);
    }

    private static HostException misfit(String place, String type, Shape shape) {
        return Refusals.doesNotFit(
                place,
                "%s (%d bytes) cannot be had as %s".formatted(shape.name(), shape.size(), type),
                fitting(shape));
    }

    private static String fitting(Shape shape) {
        return switch (shape) {
            case Shape.Number number -> "what fits: " + whole(number);
            case Shape.Enumeration enumeration ->
                    "what fits: an enum with constants of those names, "
                            + whole(enumeration.number());
            case Shape.Fraction fraction ->
                    "what fits: " + (fraction.size() == Float.BYTES ? "float" : "double");
            case Shape.Array array ->
                    "what fits: an array or List of what fits %s, byte[]%s"
                            .formatted(
                                    array.element().name(),
                                    array.element().size() == 1 ? ", String" : "");
            case Shape.Struct _ -> "what fits: a record with fields of it, byte[]";
            case Shape.Union _ -> "what fits: a record with one of its fields, byte[]";
            case Shape.Bytes bytes ->
                    bytes.size() == 0
                            ? "bit fields cannot be had: leave it out"
                            : "what fits: byte[]";
        };
    }

    private static String whole(Shape.Number shape) {
        List<Class<?>> types = List.of(byte.class, short.class, int.class, long.class);
        List<String> fitting =
                types.stream()
                        .filter(
                                t ->
                                        shape.sign() == Sign.UNKNOWN
                                                ? NumberCodec.size(t) == shape.size()
                                                : NumberCodec.size(t) >= shape.size())
                        .map(Class::getName)
                        .toList();
        return (shape.size() == 1 ? "boolean, " : "") + String.join(", ", fitting);
    }
}
