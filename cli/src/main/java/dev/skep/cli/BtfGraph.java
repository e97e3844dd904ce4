package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The types of a graph one by one, as they refer to each other by id: as trees for JSON, and the
/// same as text.
record BtfGraph(Btf btf) {
    /// One type.
    Map<String, Object> tree(int id) {
        BtfType type = btf.type(id);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", id);
        tree.put("kind", type.kind().name());
        tree.put("name", type.name());
        switch (type) {
            case BtfType.Void _ -> {}
            case BtfType.Int t -> {
                tree.put("size", t.size());
                tree.put("bits", t.bits());
                tree.put("bitOffset", t.bitOffset());
                tree.put("encoding", word(t.encoding()));
            }
            case BtfType.Pointer t -> tree.put("type", t.target());
            case BtfType.Array t -> {
                tree.put("type", t.element());
                tree.put("index", t.index());
                tree.put("count", t.count());
            }
            case BtfType.Composite t -> {
                tree.put("size", t.size());
                tree.put("members", t.members().stream().map(BtfGraph::member).toList());
            }
            case BtfType.Enumeration t -> {
                tree.put("size", t.size());
                tree.put("signed", t.signed());
                tree.put(
                        "values", t.enumerators().stream().map(e -> value(e, t.signed())).toList());
            }
            case BtfType.Forward t -> tree.put("of", t.union() ? "union" : "struct");
            case BtfType.TypeTag t -> {
                tree.put("type", t.target());
                tree.put("attribute", t.attribute());
            }
            case BtfType.Modifier t -> tree.put("type", t.target());
            case BtfType.Function t -> {
                tree.put("type", t.prototype());
                tree.put("linkage", word(t.linkage()));
            }
            case BtfType.Prototype t -> {
                tree.put("returns", t.result());
                tree.put("variadic", t.variadic());
                tree.put("parameters", t.parameters().stream().map(BtfGraph::parameter).toList());
            }
            case BtfType.Variable t -> {
                tree.put("type", t.type());
                tree.put("linkage", word(t.linkage()));
            }
            case BtfType.DataSection t -> {
                tree.put("size", t.size());
                tree.put("variables", t.variables().stream().map(BtfGraph::variable).toList());
            }
            case BtfType.Float t -> tree.put("size", t.size());
            case BtfType.DeclarationTag t -> {
                tree.put("type", t.target());
                tree.put("component", t.component());
                tree.put("attribute", t.attribute());
            }
        }
        return tree;
    }

    /// `[12] STRUCT flow size=16`, and a line for each part.
    List<String> lines(int id) {
        StringBuilder head = new StringBuilder();
        List<String> parts = new ArrayList<>();
        tree(id).forEach(
                        (name, value) -> {
                            switch (name) {
                                case "id" -> head.append('[').append(value).append(']');
                                case "kind" -> head.append(' ').append(value);
                                case "name" -> head.append(' ').append(named(value));
                                default -> {
                                    if (value instanceof List<?> list) {
                                        list.forEach(part -> parts.add(part((Map<?, ?>) part)));
                                    } else {
                                        head.append(' ').append(name).append('=').append(value);
                                    }
                                }
                            }
                        });
        parts.addFirst(head.toString());
        return parts;
    }

    private static String part(Map<?, ?> part) {
        StringBuilder text = new StringBuilder("\t");
        part.forEach(
                (name, value) ->
                        text.append(name.equals("name") ? named(value) : " " + name + "=" + value));
        return text.toString();
    }

    private static String named(Object name) {
        return name.equals("") ? "(anon)" : Escapes.ofName(name.toString());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> member(BtfType.Member member) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", member.name());
        tree.put("type", member.type());
        tree.put("bitOffset", member.bitOffset());
        tree.put("bitSize", member.bitSize());
        return tree;
    }

    private static Map<String, Object> value(BtfType.Enumerator enumerator, boolean signed) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", enumerator.name());
        long value = enumerator.value();
        tree.put(
                "value",
                signed || value >= 0 ? value : new BigInteger(Long.toUnsignedString(value)));
        return tree;
    }

    private static Map<String, Object> parameter(BtfType.Parameter parameter) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", parameter.name());
        tree.put("type", parameter.type());
        return tree;
    }

    private static Map<String, Object> variable(BtfType.SectionVariable variable) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", variable.variable());
        tree.put("offset", variable.offset());
        tree.put("size", variable.size());
        return tree;
    }
}
