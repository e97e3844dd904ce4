package dev.skep.lab.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// What must be documented, and is.
class DocumentationTest {
    @Test
    void everyPackageSaysWhatItIs() {
        Set<String> wrong =
                House.mainSources().stream()
                        .filter(p -> !p.endsWith("module-info.java"))
                        .map(Path::getParent)
                        .filter(p -> !Files.exists(p.resolve("package-info.java")))
                        .map(p -> House.root().relativize(p).toString())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), wrong);
    }

    @Test
    void everyPublicDeclarationIsDocumented() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(House.mainSources()));
            Undocumented scanner = new Undocumented(DocTrees.instance(task));
            task.parse().forEach(unit -> scanner.scan(unit, null));
            assertEquals(Set.of(), scanner.found);
        }
    }

    /// Collects public and protected declarations of public types that have no comment.
    private static final class Undocumented extends TreePathScanner<Void, Void> {
        private final DocTrees trees;
        private final Set<String> found = new TreeSet<>();

        Undocumented(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public Void visitClass(ClassTree node, Void unused) {
            if (!visible(node.getModifiers())) {
                return null;
            }
            check(node, node.getSimpleName().toString());
            return super.visitClass(node, unused);
        }

        @Override
        public Void visitMethod(MethodTree node, Void unused) {
            boolean overrides =
                    node.getModifiers().getAnnotations().stream()
                            .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
            boolean constructor = node.getName().contentEquals("<init>");
            boolean written = trees.getSourcePositions().getEndPosition(unit(), node) >= 0;
            if (visible(node.getModifiers()) && !overrides && written && !canonical(constructor)) {
                check(node, node.getName().toString());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree node, Void unused) {
            if (visible(node.getModifiers()) && !(enclosing().getKind() == Tree.Kind.RECORD)) {
                check(node, node.getName().toString());
            }
            return null;
        }

        private boolean canonical(boolean constructor) {
            return constructor && enclosing().getKind() == Tree.Kind.RECORD;
        }

        private ClassTree enclosing() {
            return (ClassTree) getCurrentPath().getParentPath().getLeaf();
        }

        private CompilationUnitTree unit() {
            return getCurrentPath().getCompilationUnit();
        }

        private boolean visible(ModifiersTree modifiers) {
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            boolean inInterface = parent.getKind() == Tree.Kind.INTERFACE;
            Set<Modifier> flags = modifiers.getFlags();
            return flags.contains(Modifier.PUBLIC)
                    || flags.contains(Modifier.PROTECTED)
                    || inInterface && !flags.contains(Modifier.PRIVATE);
        }

        private void check(Tree node, String name) {
            if (trees.getDocComment(getCurrentPath()) == null) {
                Path file = Path.of(unit().getSourceFile().toUri());
                long position = trees.getSourcePositions().getStartPosition(unit(), node);
                long line = unit().getLineMap().getLineNumber(position);
                found.add(House.root().relativize(file) + ":" + line + " " + name);
            }
        }
    }
}
