package dev.skep.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Libraries that were compiled for Java 5 have no stack maps: the JVM verifies them anew, the slow
/// way, at every start, and leaves them out of its ahead-of-time cache. The same classes with stack
/// maps load from there. Instructions stay what they are.
final class NewerClasses {
    /// The first version whose classes the cache takes.
    private static final int FIRST_WITH_STACK_MAPS = 50;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final ClassFile format =
            ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(
                            ClassHierarchyResolver.ofResourceParsing(this::resource)
                                    .orElse(ClassHierarchyResolver.defaultResolver())
                                    .cached()));

    private NewerClasses() {}

    /// Writes the jar `from` to `to`, with old classes made newer. What cannot be rewritten stays.
    static int rewrite(Path from, Path to) {
        NewerClasses classes = new NewerClasses();
        try (JarFile jar = new JarFile(from.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                try (InputStream contents = jar.getInputStream(entry)) {
                    classes.entries.put(entry.getName(), contents.readAllBytes());
                }
            }
            try (OutputStream file = Files.newOutputStream(to);
                    JarOutputStream out = new JarOutputStream(file)) {
                for (String name : classes.entries.keySet()) {
                    out.putNextEntry(new JarEntry(name));
                    out.write(classes.newer(name));
                    out.closeEntry();
                }
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            return ExitCode.INPUT;
        }
    }

    private byte[] newer(String name) {
        byte[] bytes = entries.get(name);
        boolean old = name.endsWith(".class") && bytes[7] < FIRST_WITH_STACK_MAPS;
        try {
            return old ? format.transformClass(format.parse(bytes), transform()) : bytes;
        } catch (IllegalArgumentException subroutines) {
            return bytes;
        }
    }

    /// Methods are written anew, which makes stack maps.
    private static ClassTransform transform() {
        return ClassTransform.transformingMethodBodies(CodeBuilder::with)
                .andThen(
                        (type, element) -> {
                            if (element instanceof ClassFileVersion) {
                                type.withVersion(ClassFile.JAVA_17_VERSION, 0);
                            } else {
                                type.with(element);
                            }
                        });
    }

    private InputStream resource(ClassDesc type) {
        String descriptor = type.descriptorString();
        byte[] bytes = entries.get(descriptor.substring(1, descriptor.length() - 1) + ".class");
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }
}
