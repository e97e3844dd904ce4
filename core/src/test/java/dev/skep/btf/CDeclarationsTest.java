package dev.skep.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.asm.Tool;
import dev.skep.elf.Cases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CDeclarationsTest {
    private static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");

    private final Btf types = Btf.parse(Cases.section("types.o", ".BTF"));

    @Test
    void allTypesAreWrittenAsExpected() throws Exception {
        Golden.assertText(getClass(), "types.h", CDeclarations.all(types));
    }

    @ParameterizedTest
    @ValueSource(strings = {"types.o", "types.gcc.o", "maps.o", "core.o"})
    void compilersLayTypesOutAsBtfSays(String object) throws Exception {
        Tool.require("clang-19");
        compile(Btf.parse(Cases.section(object, ".BTF")));
    }

    @Test
    void theKernelsTypesCompileWithTheLayoutThatBtfSays() throws Exception {
        assumeTrue(Files.isReadable(KERNEL), "this kernel offers no BTF at " + KERNEL);
        Tool.require("clang-19");
        compile(Btf.parse(Files.readAllBytes(KERNEL)));
    }

    @Test
    void declarationsReadLikeC() {
        int node = types.find(BtfKind.STRUCT, "node").orElseThrow();
        BtfType.Struct struct = (BtfType.Struct) types.type(node);
        assertEquals("struct node first", CDeclarations.declare(types, node, "first"));
        assertEquals("struct node *next", member(struct, "next"));
        assertEquals("operation runs[3]", member(struct, "runs"));
        assertEquals("int (*(*table)[4])(void)", member(struct, "table"));
        assertEquals("const volatile int *const *restrict pointers", member(struct, "pointers"));
        assertEquals("point where[2][3]", member(struct, "where"));
        int use = types.find(BtfKind.FUNC, "use").orElseThrow();
        assertEquals("int use(struct node *node);", CDeclarations.define(types, use));
        assertEquals("void", CDeclarations.declare(types, 0, ""));
        int alias = types.find(BtfKind.TYPEDEF, "operation").orElseThrow();
        assertEquals(
                "typedef int (*operation)(struct unknown *, const char *, ...);",
                CDeclarations.define(types, alias));
    }

    @Test
    void typesOfOneNameGetNumbers() {
        BtfBytes bytes = new BtfBytes().integer("int");
        bytes.type(BtfKind.STRUCT, 1, "same", 4, bytes.string("a"), 1, 0);
        bytes.type(BtfKind.STRUCT, 1, "same", 4, bytes.string("b"), 1, 0);
        bytes.type(BtfKind.TYPEDEF, 0, "same", 3);
        String text = CDeclarations.all(bytes.parse());
        assertTrue(text.contains("struct same {\n\tint a;\n};"), text);
        assertTrue(text.contains("struct same___2 {\n\tint b;\n};"), text);
        assertTrue(text.contains("typedef struct same___2 same;"), text);
    }

    @Test
    void namesOfOtherLanguagesBecomeNamesOfC() {
        BtfBytes bytes = new BtfBytes().integer("i32");
        bytes.type(BtfKind.STRUCT, 1, "core::Option<i32>", 4, bytes.string("for"), 1, 0);
        String text = CDeclarations.all(bytes.parse());
        assertTrue(text.contains("typedef signed int i32;"), text);
        assertTrue(text.contains("struct core__Option_i32_ {\n\ti32 _for;\n};"), text);
    }

    private String member(BtfType.Struct struct, String name) {
        BtfType.Member member =
                struct.members().stream()
                        .filter(m -> m.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return CDeclarations.declare(types, member.type(), name);
    }

    /// Compiles all types together with what BTF says about their sizes and members.
    private static void compile(Btf btf) throws Exception {
        StringBuilder source = new StringBuilder(CDeclarations.all(btf));
        for (int id = 1; id <= btf.lastId(); id++) {
            if (btf.type(id) instanceof BtfType.Composite type && isAlone(btf, id)) {
                String keyword = type.kind() == BtfKind.STRUCT ? "struct " : "union ";
                check(source, keyword + type.name(), type);
            }
        }
        String[] command = {
            "clang-19", "-target", "bpf", "-Werror", "-fsyntax-only", "-x", "c", "-"
        };
        assertEquals("", Tool.run(source.toString(), command));
    }

    private static void check(StringBuilder source, String name, BtfType.Composite type) {
        source.append("_Static_assert(sizeof(" + name + ") == " + type.size() + ", \"size\");\n");
        for (BtfType.Member member : type.members()) {
            if (!member.name().isEmpty() && member.bitSize() == 0) {
                String place = "__builtin_offsetof(" + name + ", " + member.name() + ")";
                source.append("_Static_assert(" + place + " == " + member.offset() + ", \"\");\n");
            }
        }
    }

    /// Whether a type keeps its name, and has the same layout on every machine.
    private static boolean isAlone(Btf btf, int id) {
        String name = btf.name(id);
        IntStream tags =
                btf.findAll(name)
                        .filter(
                                other ->
                                        switch (btf.kind(other)) {
                                            case STRUCT, UNION, ENUM, ENUM64, FWD -> true;
                                            default -> false;
                                        });
        boolean variableArguments =
                ((BtfType.Composite) btf.type(id))
                        .members().stream()
                                .map(member -> btf.name(member.type()))
                                .anyMatch(type -> type.equals("va_list"));
        return !name.isEmpty() && tags.count() == 1 && !variableArguments;
    }
}
