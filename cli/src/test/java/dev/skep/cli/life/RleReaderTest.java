package dev.skep.cli.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RleReaderTest {
    @Test
    void runsCommentsAndLineBreaksAreRead() {
        Pattern pattern =
                RleReader.read(
                        "#N A name\n#C a comment, o$!\nx = 3, y = 4, rule = B3/S23:T10,10\r\n"
                                + "bo\n$2b\no2$3\no!\nanything else");
        assertEquals("3 x 4\n.O.\n..O\n...\nOOO\n", pattern.toString());
    }

    @Test
    void theRuleMayBeLeftOut() {
        assertEquals(1, RleReader.read("x=1,y=1\no!").population());
        assertEquals(0, RleReader.read("x = 5, y = 5\n!").population());
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, there is no header",
        "'o!', 1, there is no header",
        "'x = 0, y = 3\n!', 1, 0 x 3 cells",
        "'x = 999999, y = 3\n!', 1, 999999 x 3 cells",
        "'x = 1, y = 1, rule = B36/S23\no!', 1, the rule is B36/S23",
        "'#C\nx = 2, y = 1\n3o!', 3, 'a cell at row 1, column 3'",
        "'x = 2, y = 1\n$o!', 2, 'a cell at row 2, column 1'",
        "'x = 2, y = 1\nz!', 2, '''z'''",
        "'x = 2, y = 1\n2o', 2, it has no end",
        "'x = 2, y = 1\n99999999999999999999b!', 2, it has no end"
    })
    void whatIsNoPatternIsRefusedWithItsLine(String text, int line, String message) {
        var why = assertThrows(MalformedException.class, () -> RleReader.read(text)).diagnostic();
        assertEquals("U020", why.code().id());
        assertEquals(message, why.message());
        assertEquals("line " + line, why.place().describe());
        assertTrue(!why.remedy().isEmpty());
    }

    @Test
    void everyNameHasAPattern() {
        for (String name : Pattern.NAMES) {
            assertTrue(Pattern.named(name).orElseThrow().population() > 0, name);
        }
        assertTrue(Pattern.named("nothing").isEmpty());
    }
}
