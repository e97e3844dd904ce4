package dev.skep.btf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The names that types get in C: each once, because BTF may hold many types of one name, and made
/// of what C allows, because BTF may come from other languages. The second `struct foo` becomes
/// `foo___2`.
final class CNames {
    private static final Pattern FORBIDDEN = Pattern.compile("[^A-Za-z0-9_]");
    private static final Set<String> NUMBER_WORDS =
            Set.of(
                    "char",
                    "short",
                    "int",
                    "long",
                    "signed",
                    "unsigned",
                    "float",
                    "double",
                    "_Bool",
                    "_Complex",
                    "__int128",
                    "_Float16",
                    "__bf16",
                    "__float128");
    private static final Set<String> OTHER_KEYWORDS =
            Set.of(
                    "auto",
                    "break",
                    "case",
                    "const",
                    "continue",
                    "default",
                    "do",
                    "else",
                    "enum",
                    "extern",
                    "for",
                    "goto",
                    "if",
                    "inline",
                    "register",
                    "restrict",
                    "return",
                    "sizeof",
                    "static",
                    "struct",
                    "switch",
                    "typedef",
                    "union",
                    "void",
                    "volatile",
                    "while",
                    "typeof",
                    "asm");

    private final Btf btf;
    private final Map<Integer, String> byId = new HashMap<>();
    private final Map<String, Integer> tags = new HashMap<>();
    private final Map<String, Integer> identifiers = new HashMap<>();

    /// The names of announced structures (`struct foo`) that no definition has taken yet.
    private final Map<String, String> announced = new HashMap<>();

    private final Map<String, String> defined = new HashMap<>();

    CNames(Btf btf) {
        this.btf = btf;
    }

    /// The name behind `struct`, `union` or `enum`.
    String tag(int id, String keyword) {
        return byId.computeIfAbsent(id, _ -> tag(clean(btf.name(id)), keyword));
    }

    private String tag(String name, String keyword) {
        String key = keyword + " " + name;
        String taken = announced.remove(key);
        String chosen = taken != null ? taken : unique(tags, name);
        defined.putIfAbsent(key, chosen);
        return chosen;
    }

    /// The name of an announcement: that of the first structure it may stand for.
    String announcement(int id, String keyword) {
        return byId.computeIfAbsent(id, _ -> announcement(clean(btf.name(id)), keyword));
    }

    private String announcement(String name, String keyword) {
        String key = keyword + " " + name;
        String known = defined.get(key);
        return known != null ? known : announced.computeIfAbsent(key, _ -> unique(tags, name));
    }

    /// The name of a typedef, or of a number type that C does not know.
    String identifier(int id) {
        return byId.computeIfAbsent(id, _ -> unique(identifiers, clean(btf.name(id))));
    }

    /// The name of an enumerator, which shares its names with typedefs.
    String enumerator(String name) {
        return unique(identifiers, clean(name));
    }

    /// A name that need not be unique: a member, a parameter.
    static String clean(String name) {
        String allowed = FORBIDDEN.matcher(name).replaceAll("_");
        if (allowed.isEmpty()) {
            return allowed;
        }
        boolean taken = NUMBER_WORDS.contains(allowed) || OTHER_KEYWORDS.contains(allowed);
        return taken || Character.isDigit(allowed.charAt(0)) ? "_" + allowed : allowed;
    }

    /// Whether C knows a number type by that name: `long unsigned int`.
    static boolean isBuiltIn(String name) {
        return Arrays.stream(name.split(" ", -1)).allMatch(NUMBER_WORDS::contains);
    }

    private static String unique(Map<String, Integer> counts, String name) {
        int count = counts.merge(name, 1, Integer::sum);
        return count == 1 ? name : name + "___" + count;
    }
}
