package dev.skep.lab.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How long methods and files may be.
class SizeTest {
    /// HotSpot never compiles a method with more bytecode than this.
    private static final int LARGEST_METHOD = 8_000;

    private static final int LONGEST_FILE = 700;

    @Test
    void everyMethodIsSmallEnoughToBeCompiled() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Path> classes = House.classes();
        assertFalse(classes.isEmpty());
        for (Path file : classes) {
            ClassModel model = ClassFile.of().parse(file);
            for (MethodModel method : model.methods()) {
                int size = method.code().map(c -> ((CodeAttribute) c).codeLength()).orElse(0);
                if (size > LARGEST_METHOD) {
                    wrong.add(
                            model.thisClass().asInternalName()
                                    + "."
                                    + method.methodName()
                                    + ": "
                                    + size);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void noFileGrowsOutOfItsRoom() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path source : House.sources()) {
            try (var lines = Files.lines(source)) {
                long count = lines.count();
                if (count > LONGEST_FILE) {
                    wrong.add(House.root().relativize(source) + ": " + count);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }
}
