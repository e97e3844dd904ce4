package dev.skep.lab.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Which package may know which, and where native code may be called.
class ArrowsTest {
    private static final String CORE = "core";

    /// A package's row names the packages of ours that it may use. A package without a row may not
    /// exist: adding one is a decision.
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    row("diag"),
                    row("isa", "diag"),
                    row("asm", "diag", "isa"),
                    row("isa.classic", "diag", "isa", "asm"),
                    row("elf", "diag"),
                    row("btf", "diag"),
                    row("spec", "diag"),
                    row("program", "btf", "isa", "spec"),
                    row("object.core", "btf", "diag", "isa"),
                    row(
                            "object",
                            "asm",
                            "btf",
                            "diag",
                            "elf",
                            "isa",
                            "program",
                            "spec",
                            "object.core"),
                    row("host", "diag", "program"),
                    row("grid", "btf", "diag", "program", "spec"),
                    row("typed", "btf", "diag", "host", "program", "spec"),
                    row("verify.domain", CORE),
                    row("verify.flow", CORE, "verify"),
                    row("verify.rule", CORE, "verify", "verify.domain", "verify.flow"),
                    row(
                            "verify.path",
                            CORE,
                            "verify",
                            "verify.domain",
                            "verify.flow",
                            "verify.rule"),
                    row(
                            "verify",
                            CORE,
                            "verify.domain",
                            "verify.flow",
                            "verify.rule",
                            "verify.path"),
                    row("memory", "diag"),
                    row("timer", CORE, "memory"),
                    row("map", CORE, "memory", "timer"),
                    row("vm", CORE, "memory", "map", "timer"),
                    row("packet", CORE, "memory", "map", "vm"),
                    row("helper", CORE, "memory", "map", "vm", "packet", "timer"),
                    row("jit.flow", CORE, "verify", "vm"),
                    row("jit", CORE, "verify", "memory", "map", "vm", "jit.flow"),
                    row(
                            "runtime", CORE, "verify", "memory", "map", "vm", "packet", "helper",
                            "jit", "timer"),
                    row("capture", "diag"),
                    row(
                            "hook", CORE, "verify", "memory", "map", "vm", "packet", "helper",
                            "jit", "runtime", "capture"),
                    row("linux", CORE, "linux.sys"),
                    row("linux.attach", CORE, "linux", "linux.sys"),
                    row("linux.sys", "diag", "host"));

    private static final Set<String> CORE_PACKAGES =
            Set.of(
                    "diag",
                    "isa",
                    "isa.classic",
                    "asm",
                    "elf",
                    "btf",
                    "spec",
                    "program",
                    "object",
                    "host",
                    "grid",
                    "typed");

    private static final Set<String> TOP = Set.of("cli", "lab");

    private final JavaClasses classes = new ClassFileImporter().importPaths(House.classFolders());

    @Test
    void packagesUseOnlyWhatTheyMay() {
        Map<String, Set<String>> wrong = new TreeMap<>();
        for (JavaClass type : classes) {
            String from = room(type.getPackageName());
            if (isTop(from)) {
                continue;
            }
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                String to = room(use.getTargetClass().getBaseComponentType().getPackageName());
                if (to != null && !to.equals(from) && !mayUse(from, to)) {
                    wrong.computeIfAbsent(from + " -> " + to, _ -> new TreeSet<>())
                            .add(type.getSimpleName());
                }
            }
        }
        assertEquals(Map.of(), wrong);
    }

    @Test
    void downcallsStandInOnePackage() {
        List<String> linkers =
                List.of("java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup");
        List<String> wrong =
                classes.stream()
                        .filter(c -> !c.getPackageName().equals("dev.skep.linux.sys"))
                        .filter(
                                c ->
                                        c.getDirectDependenciesFromSelf().stream()
                                                .map(d -> d.getTargetClass().getName())
                                                .anyMatch(linkers::contains))
                        .map(JavaClass::getName)
                        .toList();
        assertEquals(List.of(), wrong);
        assertTrue(classes.size() > 50, "the classes were not found");
    }

    private static boolean mayUse(String from, String to) {
        Set<String> allowed = MAY_USE.get(from);
        return allowed != null
                && (allowed.contains(to) || allowed.contains(CORE) && CORE_PACKAGES.contains(to));
    }

    private static boolean isTop(String room) {
        return room == null || TOP.contains(room.split("\\.")[0]);
    }

    /// The package's name below `dev.skep`, or `null` for packages of others.
    private static String room(String packageName) {
        return packageName.startsWith("dev.skep.")
                ? packageName.substring("dev.skep.".length())
                : null;
    }

    private static Map.Entry<String, Set<String>> row(String room, String... mayUse) {
        return Map.entry(room, Set.of(mayUse));
    }
}
