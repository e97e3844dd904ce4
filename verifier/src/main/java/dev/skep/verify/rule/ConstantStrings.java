package dev.skep.verify.rule;

import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.MapObject;
import dev.skep.verify.domain.Register;

/// Strings that have to be known when the program is loaded: they stand in maps that can never
/// change.
final class ConstantStrings {
    private final Walk walk;

    ConstantStrings(Walk walk) {
        this.walk = walk;
    }

    void check(int number, Register register) {
        MapObject map = register.map();
        if (!map.isConstant()) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_TYPE,
                    "the string must be a constant; the map %s can change".formatted(map),
                    "R%d does not point to a readonly map'".formatted(number),
                    number);
        }
        if (!register.scalar().isConstant()) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_TYPE,
                    "the address of the string must be a constant",
                    "R%d is not a constant address'".formatted(number),
                    number);
        }
        int size = map.definition().valueSize();
        new MapAccess(walk)
                .check(number, register, register.offset(), size - register.offset(), false, true);
        if (text(register) == null) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_TYPE,
                    "the string has no zero at its end",
                    "string is not zero-terminated",
                    number);
        }
    }

    /// The string, or `null` if it does not end.
    private static String text(Register register) {
        MapObject map = register.map();
        int size = map.definition().valueSize();
        StringBuilder text = new StringBuilder();
        long start = register.offset() + register.scalar().constant();
        for (int at = (int) start; at < size; at++) {
            int character = (int) map.constant(at, 1);
            if (character == 0) {
                return text.toString();
            }
            text.append((char) character);
        }
        return null;
    }

    /// The format of `bpf_snprintf` has to make sense for that many bytes of arguments.
    void checkFormat(Register format, Register size) {
        int arguments = (int) (size.scalar().bits().value() / 8);
        if (!isFormat(text(format), arguments)) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_TYPE,
                    "the format asks for something that cannot be printed, or for more than the %d arguments"
                            .formatted(arguments),
                    "Invalid format string");
        }
    }

    private static boolean isFormat(String format, int arguments) {
        int used = 0;
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            boolean printable = c >= 0x20 && c < 0x7f || c >= 9 && c <= 13;
            if (!printable) {
                return false;
            }
            if (c != '%') {
                i++;
                continue;
            }
            if (i + 1 < format.length() && format.charAt(i + 1) == '%') {
                i += 2;
                continue;
            }
            int end = conversion(format, i + 1);
            if (end < 0 || used++ >= arguments) {
                return false;
            }
            i = end;
        }
        return true;
    }

    /// The index behind the conversion that starts at `i`, -1 if it is none.
    private static int conversion(String format, int start) {
        int i = start;
        while (i < format.length() && "0+- ".indexOf(format.charAt(i)) >= 0) {
            i++;
        }
        while (i < format.length() && Character.isDigit(format.charAt(i))) {
            i++;
        }
        String rest = format.substring(i);
        if (rest.startsWith("p")) {
            return i + pointer(rest);
        }
        if (rest.startsWith("s") || rest.startsWith("c")) {
            return i + 1;
        }
        int length = rest.startsWith("ll") ? 2 : rest.startsWith("l") ? 1 : 0;
        boolean known = rest.length() > length && "iduxX".indexOf(rest.charAt(length)) >= 0;
        return known ? i + length + 1 : -1;
    }

    private static int pointer(String text) {
        if (text.startsWith("pks") || text.startsWith("pus")) {
            return 3;
        }
        if (text.matches("(?s)p[iI][46].*")) {
            return 3;
        }
        return text.length() > 1 && "KxsSB".indexOf(text.charAt(1)) >= 0 ? 2 : 1;
    }
}
