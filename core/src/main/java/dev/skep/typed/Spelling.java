package dev.skep.typed;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.diag.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// How the same name is spelt in Java and in C: `srcIp` and `src_ip`.
final class Spelling {
    private Spelling() {}

    /// Which of `names` is meant: the same one, else the only one that differs in nothing but
    /// underscores and case; `null` if there is none.
    static String find(String wanted, Collection<String> names) {
        if (names.contains(wanted)) {
            return wanted;
        }
        List<String> alike =
                names.stream().filter(name -> bare(name).equals(bare(wanted))).toList();
        return alike.size() == 1 ? alike.getFirst() : null;
    }

    /// `PacketEvent` as C spells it: `packet_event`.
    static String inC(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /// How messages name a class.
    static String named(Class<?> type) {
        return (type.isRecord() ? "record " : "") + type.getSimpleName();
    }

    static HostException missing(
            String place, String message, String wanted, Collection<String> names) {
        List<String> near = Suggestions.of(inC(wanted), names);
        String fix =
                near.isEmpty()
                        ? "leave it out, or name one that is there"
                        : "did you mean " + String.join(" or ", near) + "?";
        return new HostException(
                Diagnostic.of(TypedCode.NO_FIELD, message)
                        .at(new Place.Named(place))
                        .because("it has " + String.join(", ", names))
                        .fix(fix));
    }

    private static String bare(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
