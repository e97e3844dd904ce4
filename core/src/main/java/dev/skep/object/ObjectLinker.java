package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.CoreRelocation;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import dev.skep.object.core.CoreCode;
import dev.skep.object.core.CorePatcher;
import dev.skep.object.core.CoreResolver;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import dev.skep.spec.ProgramType;
import dev.skep.spec.SectionMatch;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Links the programs of an object.
final class ObjectLinker {
    /// All programs of an object together have no more slots than this: subprograms that many
    /// programs share are part of each of them.
    private static final int MOST_SLOTS = 2_000_000;

    private final BpfObject object;
    private final ObjectParts parts;
    private final LinkOptions options;
    private final FunctionPatcher patcher;
    private final StructOpsChoice structs;
    private final Map<ObjectFunction, PatchedFunction> patched = new IdentityHashMap<>();

    private ObjectLinker(BpfObject object, ObjectParts parts, LinkOptions options) {
        this.object = object;
        this.parts = parts;
        this.options = options;
        this.structs = new StructOpsChoice(parts.structs(), options.programs());
        this.patcher =
                new FunctionPatcher(
                        parts.patches(),
                        parts.references(),
                        parts.maps(),
                        parts.functions(),
                        options.symbols(),
                        corePatcher());
    }

    static LinkedObject link(BpfObject object, ObjectParts parts, LinkOptions options) {
        return new ObjectLinker(object, parts, options).link();
    }

    private LinkedObject link() {
        ByteOrder order = parts.elf().order();
        List<MapDefinition> maps =
                parts.maps()
                        .filled(
                                options,
                                structs.withoutMembers(options.globals()),
                                object.btf(),
                                order);
        options.types().keySet().forEach(object::program);
        List<Program> programs = new ArrayList<>();
        long slots = 0;
        for (ObjectFunction entry : chosen()) {
            ProgramLinker.Linked linked =
                    ProgramLinker.link(entry, exceptionCallbacks(entry), this::patched);
            slots += linked.code().slots();
            if (slots > MOST_SLOTS) {
                throw ObjectCode.TOO_LARGE.unlinkable(
                        "the programs of the object have more than %d instructions together"
                                .formatted(MOST_SLOTS),
                        entry.section(),
                        entry.offset(),
                        "link fewer of them at a time, by name");
            }
            programs.add(program(entry, linked, maps));
        }
        return new LinkedObject(
                programs, maps, patcher.outcomes(), structs.chosen(options.globals(), order));
    }

    private List<ObjectFunction> chosen() {
        Set<String> wanted = options.programs();
        wanted.stream().filter(this::isNoStruct).forEach(object::program);
        return object.programs().stream()
                .filter(
                        entry ->
                                wanted.isEmpty()
                                        ? automatic(entry)
                                        : wanted.contains(entry.name())
                                                || wanted.contains(entry.section())
                                                || structs.uses(entry).orElse(false))
                .toList();
    }

    private boolean isNoStruct(String name) {
        return !structs.isChosen(name);
    }

    private boolean automatic(ObjectFunction entry) {
        return structs.uses(entry)
                .orElseGet(() -> entry.match().map(SectionMatch::autoload).orElse(true));
    }

    /// The functions that handle the exceptions of a program.
    private List<ObjectFunction> exceptionCallbacks(ObjectFunction entry) {
        if (entry.btfId() == 0 || object.btf().isEmpty()) {
            return List.of();
        }
        List<String> names = Subprogram.exceptionCallbacks(object.btf().get(), entry.btfId());
        return parts.functions().subprograms().stream()
                .filter(function -> names.contains(function.name()))
                .toList();
    }

    private PatchedFunction patched(ObjectFunction function) {
        PatchedFunction known = patched.get(function);
        if (known == null) {
            demandTarget(function);
            known = patcher.patch(function);
            patched.put(function, known);
        }
        return known;
    }

    private Optional<CorePatcher> corePatcher() {
        return object.btf().map(own -> new CorePatcher(resolver(own)));
    }

    private CoreResolver resolver(Btf own) {
        return switch (options.target()) {
            case CoreTarget.Types types -> CoreResolver.against(own, types.btf());
            case CoreTarget.OwnTypes _, CoreTarget.Unknown _ -> CoreResolver.identity(own);
        };
    }

    /// Refuses a function that needs to know the target's types when nobody said what they are.
    private void demandTarget(ObjectFunction function) {
        if (!(options.target() instanceof CoreTarget.Unknown)) {
            return;
        }
        List<CoreRelocation> needs =
                parts.patches().coreOf(function).stream()
                        .filter(r -> r.kind() != CoreRelocation.Kind.TYPE_ID_LOCAL)
                        .toList();
        if (needs.isEmpty()) {
            return;
        }
        CoreResolver own = resolver(object.btf().orElseThrow());
        List<String> specs =
                needs.stream().map(need -> RelocationText.spec(own, need)).distinct().toList();
        throw new LinkException(
                Diagnostic.of(
                                CoreCode.NO_TARGET,
                                "function %s adapts to the kernel's types, and none were given"
                                        .formatted(function.name()))
                        .at(new Place.Named("function " + function.name()))
                        .because("it asks for " + Text.first(specs))
                        .fix("link with the kernel's BTF, or against the object's own types"));
    }

    private Program program(
            ObjectFunction entry, ProgramLinker.Linked linked, List<MapDefinition> maps) {
        ProgramType type = options.types().get(entry.name());
        return new Program(
                entry.name(),
                entry.section(),
                type != null ? type : entry.type().orElse(null),
                type != null && type != entry.type().orElse(null) ? 0 : entry.attachType(),
                linked.code(),
                linked.subprograms(),
                linked.lines(),
                maps,
                object.license(),
                object.kernelVersion(),
                object.btf(),
                flags(entry),
                structs.target(entry)
                        .orElseGet(() -> entry.match().map(SectionMatch::target).orElse("")),
                patcher.kernelNames());
    }

    private static int flags(ObjectFunction entry) {
        boolean sleepable = entry.match().map(SectionMatch::sleepable).orElse(false);
        boolean fragments = entry.section().startsWith("xdp.frags");
        return (sleepable ? Program.SLEEPABLE : 0) | (fragments ? Program.XDP_HAS_FRAGMENTS : 0);
    }
}
