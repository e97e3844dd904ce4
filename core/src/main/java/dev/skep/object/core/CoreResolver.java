package dev.skep.object.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.CoreRelocation;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Resolves the relocations of one object against one target. Not for several threads.
public final class CoreResolver {
    private final Types local;
    private final Optional<Types> target;
    private final Optional<Candidates> candidates;
    private final Optional<AccessMatcher> matcher;
    private final Map<Question, Resolution> known = new HashMap<>();

    private record Question(CoreRelocation.Kind kind, int type, String access) {}

    private CoreResolver(Btf local, Optional<Btf> target) {
        this.local = new Types(local);
        this.target = target.map(Types::new);
        this.candidates = target.map(Candidates::new);
        this.matcher =
                this.target.map(types -> new AccessMatcher(new Comparison(this.local, types)));
    }

    /// Resolves against the types of `target`.
    public static CoreResolver against(Btf local, Btf target) {
        return new CoreResolver(local, Optional.of(target));
    }

    /// Resolves everything to what the compiler saw.
    public static CoreResolver identity(Btf local) {
        return new CoreResolver(local, Optional.empty());
    }

    /// What the relocation refers to: `struct task_struct.pid`.
    ///
    /// @throws LinkException if it contradicts the object's own types
    public String describe(CoreRelocation relocation) {
        return AccessParser.parse(local, relocation).describe();
    }

    Resolution resolve(CoreRelocation relocation) {
        return known.computeIfAbsent(
                new Question(relocation.kind(), relocation.typeId(), relocation.access()),
                _ -> answer(relocation));
    }

    private Resolution answer(CoreRelocation relocation) {
        Access access = AccessParser.parse(local, relocation);
        Answer own = Answer.of(relocation.kind(), access);
        if (target.isEmpty() || relocation.kind() == CoreRelocation.Kind.TYPE_ID_LOCAL) {
            return new Resolution(access.describe(), own, Optional.of(own), "", false);
        }
        String name = local.name(access.root());
        if (name.isEmpty()) {
            throw new LinkException(
                    Diagnostic.of(
                                    CoreCode.BROKEN,
                                    "a CO-RE relocation of a type without a name, which no target"
                                            + " can be searched for")
                            .fix("give the type a name in the source"));
        }
        return search(relocation.kind(), access, own);
    }

    private Resolution search(CoreRelocation.Kind kind, Access access, Answer own) {
        List<Integer> ids =
                candidates.orElseThrow().of(local.name(access.root()), local.kind(access.root()));
        Match chosen = null;
        for (int id : ids) {
            Optional<Access> found = matcher.orElseThrow().match(kind, access, id);
            if (found.isPresent()) {
                Match match = new Match(found.get(), Answer.of(kind, found.get()));
                if (chosen != null && !chosen.agreesWith(match)) {
                    throw ambiguous(access, chosen, match);
                }
                chosen = chosen == null ? match : chosen;
            }
        }
        return chosen == null
                ? missing(kind, access, own, ids.isEmpty())
                : new Resolution(
                        access.describe(),
                        own,
                        Optional.of(chosen.answer),
                        "",
                        resizable(own, chosen.answer));
    }

    private record Match(Access access, Answer answer) {
        boolean agreesWith(Match other) {
            return access.bitOffset() == other.access.bitOffset()
                    && answer.value() == other.answer.value();
        }
    }

    private Resolution missing(
            CoreRelocation.Kind kind, Access access, Answer own, boolean noType) {
        if (Subject.asksExistence(kind)) {
            Answer no = new Answer(0, true, 0, 0);
            return new Resolution(access.describe(), own, Optional.of(no), "", false);
        }
        String type = Access.describe(local, access.root());
        String reason =
                noType
                        ? "the target has no " + type
                        : "the target's " + type + " has nothing that fits";
        return new Resolution(access.describe(), own, Optional.empty(), reason, false);
    }

    private boolean resizable(Answer own, Answer other) {
        if (own.fieldType() == 0 || other.fieldType() == 0) {
            return false;
        }
        BtfType one = local.type(own.fieldType());
        BtfType two = target.orElseThrow().type(other.fieldType());
        return one instanceof BtfType.Pointer && two instanceof BtfType.Pointer
                || isUnsigned(one) && isUnsigned(two);
    }

    private static boolean isUnsigned(BtfType type) {
        return type instanceof BtfType.Int number
                && number.encoding() != BtfType.Int.Encoding.SIGNED;
    }

    private static LinkException ambiguous(Access access, Match one, Match other) {
        return new LinkException(
                Diagnostic.of(
                                CoreCode.AMBIGUOUS,
                                access.describe() + " means different things in the target")
                        .because(describe(one))
                        .because(describe(other))
                        .fix("give the target's types of that name different names"));
    }

    private static String describe(Match match) {
        return match.access.describe()
                + " (type "
                + match.access.root()
                + ") gives "
                + match.answer.value();
    }
}
