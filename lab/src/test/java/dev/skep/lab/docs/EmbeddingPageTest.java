package dev.skep.lab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.lab.house.House;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/embedding.md` is one program: its blocks of Java run in their order, and each prints what
/// the block of text behind it shows.
class EmbeddingPageTest {
    private static final Path ROOT = House.root();
    private static final String MARK = "--- block ";

    @TempDir Path folder;

    /// A block of the page.
    ///
    /// @param line where its fence stands, counted from 1
    private record Block(String language, int line, List<String> lines) {}

    @Test
    void everyBlockPrintsWhatThePageShows() throws IOException, InterruptedException {
        List<Block> blocks = blocks();
        List<Block> code = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (Block block : blocks) {
            if (block.language().equals("java")) {
                code.add(block);
                expected.add("");
            } else if (block.language().equals("text")) {
                expected.set(expected.size() - 1, String.join("\n", block.lines()));
            }
        }
        assertTrue(code.size() > 10, "blocks of Java");
        String output = run(source(code));
        String[] printed = output.split(MARK + "[0-9]+\n", -1);
        for (int i = 0; i < code.size(); i++) {
            String actual = i + 1 < printed.length ? printed[i + 1].strip() : "(not reached)";
            if (!matches(expected.get(i), actual)) {
                String where = "docs/embedding.md:" + code.get(i).line();
                assertEquals(expected.get(i), actual, where + "\n" + output);
            }
        }
    }

    @Test
    void theCoordinatesAreThoseOfTheProject() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/embedding.md"));
        String project = Files.readString(ROOT.resolve("pom.xml"));
        String version = project.replaceAll("(?s).*?<version>(.*?)</version>.*", "$1");
        assertTrue(page.contains("<version>" + version + "</version>"), version);
        assertTrue(
                Files.readString(ROOT.resolve("runtime/pom.xml"))
                        .contains("<artifactId>skep-runtime</artifactId>"));
    }

    private static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(ROOT.resolve("docs/embedding.md"));
        Block open = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("```")) {
                if (open == null) {
                    open = new Block(line.substring(3), i + 1, new ArrayList<>());
                    blocks.add(open);
                } else {
                    open = null;
                }
            } else if (open != null) {
                open.lines().add(line);
            }
        }
        return blocks;
    }

    private static String source(List<Block> code) {
        StringBuilder imports = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < code.size(); i++) {
            body.append("System.out.println(\"%s%d\");\n".formatted(MARK, i));
            for (String line : code.get(i).lines()) {
                (line.startsWith("import ") ? imports : body).append(line).append('\n');
            }
        }
        return imports
                + "class Page { public static void main(String[] args) throws Exception {\n"
                + body.toString().replace("Path.of(\"examples", "Path.of(\"" + ROOT + "/examples")
                + "}}\n";
    }

    private String run(String source) throws IOException, InterruptedException {
        Path file = folder.resolve("Page.java");
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        String classPath = System.getProperty("java.class.path");
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled =
                    compiler.getTask(
                                    messages,
                                    files,
                                    null,
                                    List.of(
                                            "-proc:none",
                                            "-cp",
                                            classPath,
                                            "-d",
                                            folder.toString()),
                                    null,
                                    files.getJavaFileObjects(file))
                            .call();
            assertTrue(compiled, messages.toString());
        }
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                folder + System.getProperty("path.separator") + classPath,
                                "Page")
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /// Whether `actual` is what the page shows, where `...` stands for any text.
    private static boolean matches(String expected, String actual) {
        List<String> parts =
                Pattern.compile("...", Pattern.LITERAL)
                        .splitAsStream(expected + "\n")
                        .map(Pattern::quote)
                        .toList();
        return Pattern.compile(String.join(".*", parts), Pattern.DOTALL)
                .matcher(actual + "\n")
                .matches();
    }
}
