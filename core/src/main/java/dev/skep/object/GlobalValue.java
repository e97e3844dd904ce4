package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import dev.skep.program.Globals;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// The text of a value on its way into a global variable.
record GlobalValue(Optional<Btf> btf, ByteOrder order, Globals.Variable variable) {
    private static final String HEX = "hex:";

    /// The variable's bytes.
    ///
    /// @throws LinkException if the variable cannot hold such a value
    byte[] encode(String text) {
        if (text.startsWith(HEX)) {
            return hex(text.substring(HEX.length()));
        }
        BtfType type =
                btf.filter(_ -> variable.typeId() != 0)
                        .map(types -> types.type(types.resolve(variable.typeId())))
                        .orElse(null);
        return switch (type) {
            case null -> number(text);
            case BtfType.Int number when number.encoding() == BtfType.Int.Encoding.BOOL ->
                    number(truth(text));
            case BtfType.Int _, BtfType.Pointer _ -> number(text);
            case BtfType.Enumeration enumeration -> number(enumerator(enumeration, text));
            case BtfType.Array array when isText(array) -> text(text);
            default ->
                    throw unfit(text, "write structures and arrays as " + HEX + " and their bytes");
        };
    }

    private static String truth(String text) {
        return switch (text) {
            case "true", "yes", "on" -> "1";
            case "false", "no", "off" -> "0";
            default -> text;
        };
    }

    private static String enumerator(BtfType.Enumeration type, String text) {
        return type.enumerators().stream()
                .filter(enumerator -> enumerator.name().equals(text))
                .findFirst()
                .map(enumerator -> Long.toString(enumerator.value()))
                .orElse(text);
    }

    private boolean isText(BtfType.Array array) {
        Btf types = btf.orElseThrow();
        return types.type(types.resolve(array.element())) instanceof BtfType.Int element
                && element.size() == 1;
    }

    private byte[] number(String text) {
        boolean hexadecimal = text.matches("-?0[xX][0-9a-fA-F]{1,16}");
        if (!hexadecimal && !text.matches("-?[0-9]{1,20}")) {
            throw unfit(text, "write a number, decimal or 0x...");
        }
        String digits = hexadecimal ? text.replaceFirst("0[xX]", "") : text;
        BigInteger value = new BigInteger(digits, hexadecimal ? 16 : 10);
        if (value.bitLength() > Long.SIZE || value.signum() < 0 && value.bitLength() >= Long.SIZE) {
            throw unfit(text, "write a number of at most 64 bits");
        }
        if (variable.size() < Long.BYTES && value.bitLength() > variable.size() * Byte.SIZE) {
            throw unfit(text, "it has %d bytes".formatted(variable.size()));
        }
        return Numbers.bytes(value.longValue(), variable.size(), order)
                .orElseThrow(() -> unfit(text, "it has %d bytes".formatted(variable.size())));
    }

    private byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= variable.size()) {
            throw unfit(text, "it has room for %d bytes".formatted(variable.size() - 1));
        }
        return Arrays.copyOf(bytes, variable.size());
    }

    private byte[] hex(String digits) {
        if (digits.length() != 2 * variable.size() || !digits.matches("[0-9a-fA-F]*")) {
            throw unfit(HEX + digits, "write exactly %d bytes".formatted(variable.size()));
        }
        return HexFormat.of().parseHex(digits);
    }

    private LinkException unfit(String text, String remedy) {
        return new LinkException(
                Diagnostic.of(
                                ObjectCode.VALUE,
                                "variable %s cannot hold \"%s\"".formatted(variable.name(), text))
                        .at(new Place.Named("variable " + variable.name()))
                        .fix(remedy));
    }
}
