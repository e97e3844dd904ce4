package dev.skep.isa.classic;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.diag.MalformedException;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Filters that Linux accepts and refuses.
class ClassicValidatorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F002 | 0",
                "F003 | 2, 14 0 0 0, 6 0 0 0",
                "F003 | 2, 1064 0 0 0, 6 0 0 0",
                "F004 | 2, 5 0 0 1, 6 0 0 0",
                "F004 | 2, 5 0 0 4294967295, 6 0 0 0",
                "F004 | 2, 21 1 0 0, 6 0 0 0",
                "F004 | 2, 21 0 1 0, 6 0 0 0",
                "F005 | 1, 0 0 0 0",
                "F006 | 2, 2 0 0 16, 6 0 0 0",
                "F007 | 2, 52 0 0 0, 6 0 0 0",
                "F007 | 2, 148 0 0 0, 6 0 0 0",
                "F008 | 2, 100 0 0 32, 6 0 0 0",
                "F008 | 2, 116 0 0 4294967295, 6 0 0 0",
                "F009 | 2, 96 0 0 3, 6 0 0 0",
                "F009 | 4, 21 1 0 0, 2 0 0 1, 96 0 0 1, 6 0 0 0",
                "F010 | 2, 32 0 0 4294963201, 6 0 0 0",
                "F010 | 2, 32 0 0 4294967295, 6 0 0 0",
            })
    void filtersThatLinuxRefusesAreRefused(String code, String filter) {
        assertEquals(code, refusal(filter, Flavour.SOCKET_FILTER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F011 | 2, 148 0 0 3, 6 0 0 0",
                "F011 | 2, 40 0 0 0, 6 0 0 0",
                "F011 | 2, 64 0 0 0, 6 0 0 0",
                "F011 | 2, 177 0 0 0, 6 0 0 0",
                "F012 | 2, 32 0 0 2, 6 0 0 0",
                "F012 | 2, 32 0 0 64, 6 0 0 0",
                "F012 | 2, 32 0 0 4294963200, 6 0 0 0",
            })
    void filtersThatSeccompRefusesAreRefused(String code, String filter) {
        assertEquals(code, refusal(filter, Flavour.SECCOMP));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2, 32 0 0 4294963200, 22 0 0 0",
                "2, 21 0 0 0, 6 0 0 0",
                "4, 2 0 0 1, 21 1 0 0, 2 0 0 1, 6 0 0 0",
                "5, 21 0 2 0, 2 0 0 1, 6 0 0 0, 3 0 0 2, 22 0 0 0",
                "2, 64 0 0 4294963201, 6 0 0 0",
            })
    void filtersThatLinuxAcceptsAreAccepted(String filter) {
        ClassicProgram program = ClassicReader.read(filter);
        assertDoesNotThrow(() -> ClassicValidator.check(program, Flavour.SOCKET_FILTER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "x",
                "1",
                "1 6 0 0",
                "1 6 0 0 0 0",
                "1 6 256 0 0",
                "1 65536 0 0 0",
                "-1",
                "1 6 0 0 4294967296",
                "99999999999999999999",
                "{ 6, 0, 0 }",
                "{ 6, 0, 0, 0",
                "0",
                "{6,0,0,0} x",
                "1 0x 0 0 0",
            })
    void otherTextIsRefused(String text) {
        MalformedException e =
                assertThrows(MalformedException.class, () -> ClassicReader.read(text));
        assertEquals(ClassicCode.UNREADABLE, e.diagnostic().code());
    }

    @Test
    void bytesComeBackInBothOrders() {
        ClassicProgram filter = new Filters(7).next(Flavour.SOCKET_FILTER);
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            assertEquals(filter, ClassicProgram.decode(filter.encode(order), order));
        }
    }

    @Test
    void theLengthOfTheListIsChecked() {
        String tooLong = "4097" + ",6 0 0 0".repeat(4097);
        assertEquals("F002", refusal(tooLong, Flavour.SOCKET_FILTER));
    }

    private static String refusal(String filter, Flavour flavour) {
        return assertThrows(
                        MalformedException.class,
                        () -> {
                            String text = filter.equals("0") ? "" : filter;
                            ClassicProgram program =
                                    text.isEmpty()
                                            ? new ClassicProgram(List.of())
                                            : ClassicReader.read(text);
                            ClassicValidator.check(program, flavour);
                        })
                .diagnostic()
                .code()
                .id();
    }
}
