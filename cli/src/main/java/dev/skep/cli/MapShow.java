package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.CDeclarations;
import dev.skep.linux.InstalledMap;
import dev.skep.linux.KernelDetails;
import dev.skep.linux.KernelSearch;
import dev.skep.linux.KernelTypeGraphs;
import dev.skep.linux.MapDetails;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Command;

/// `skep map show`.
@Command(
        name = "show",
        description = "Shows all that the kernel tells about a map; its elements: map dump.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json, one object:%n",
        footer = {
            "  id, type (null if it is not known here), name",
            "  keySize, valueSize (bytes), maxEntries, flags, extra (numbers)",
            "  memory       bytes, null if the kernel does not say",
            "  frozen       whether user space may only read it, null if the kernel does not say",
            "  ownerType    the type of the programs that an array of programs takes, or null",
            "  interface    the network device that it was created for, 0 for none",
            "  btf          the id of its type graph, 0 without",
            "  keyType, valueType      ids in there; key, value: the same in C, or null",
            "  structOps    the id of the kernel's structure that it fills, 0 for none",
            "  programs[]   the ids of the programs that use it",
            "  pins[], processes[] (pid, command)  who keeps it, as far as this user may see",
            "%nExit codes: 4 if there is none, several have that name, or the kernel refuses.",
            "%nExamples:",
            "  skep map show 12",
            "  skep map show flows --json"
        })
final class MapShow extends ShowCommand {
    MapShow(Console console) {
        super(console);
    }

    @Override
    Facts facts(String which) {
        MapDetails details = KernelDetails.map(KernelSearch.map(which));
        InstalledMap summary = details.summary();
        String type = summary.type().map(MapType::shortName).orElse(null);
        Optional<Btf> types =
                details.types() == 0
                        ? Optional.empty()
                        : Optional.of(KernelTypeGraphs.read(details.types()));
        Facts facts =
                new Facts()
                        .with("id", summary.id())
                        .with("type", type, type == null ? "?" : type)
                        .with("name", summary.name())
                        .with("keySize", summary.keySize())
                        .with("valueSize", summary.valueSize())
                        .with("maxEntries", Integer.toUnsignedLong(summary.maxEntries()))
                        .with(
                                "flags",
                                Integer.toUnsignedLong(summary.flags()),
                                hex(Integer.toUnsignedLong(summary.flags())))
                        .with("extra", details.extra(), hex(details.extra()))
                        .with("memory", ProgShow.orNull(details.memory()))
                        .with("frozen", frozen(details))
                        .with("ownerType", owner(details))
                        .with("interface", details.interfaceIndex(), some(details.interfaceIndex()))
                        .with("btf", details.types(), some(details.types()))
                        .with("keyType", details.keyType(), "")
                        .with("valueType", details.valueType(), "")
                        .with("key", declaration(types, details.keyType()))
                        .with("value", declaration(types, details.valueType()))
                        .with(
                                "structOps",
                                details.kernelValueType(),
                                some(details.kernelValueType()))
                        .with("programs", details.programs());
        return UsesFacts.add(facts, details.uses());
    }

    private static Object frozen(MapDetails details) {
        return details.frozen().isPresent() ? details.frozen().getAsInt() != 0 : null;
    }

    private static String owner(MapDetails details) {
        return details.ownerType().isEmpty()
                ? null
                : Arrays.stream(ProgramType.values())
                        .filter(t -> t.id() == details.ownerType().getAsInt())
                        .map(ProgramType::shortName)
                        .findFirst()
                        .orElse(String.valueOf(details.ownerType().getAsInt()));
    }

    private static String declaration(Optional<Btf> types, int id) {
        return types.filter(_ -> id != 0)
                .map(
                        btf ->
                                btf.kind(id) == BtfKind.DATASEC
                                        ? "section " + btf.name(id)
                                        : CDeclarations.declare(btf, id, "")
                                                .replaceAll("\\s+", " "))
                .orElse(null);
    }

    private static String hex(long number) {
        return number == 0 ? "" : "0x" + Long.toHexString(number);
    }

    private static String some(int number) {
        return number == 0 ? "" : String.valueOf(number);
    }
}
