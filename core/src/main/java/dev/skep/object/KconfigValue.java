package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import dev.skep.program.Globals;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One configuration value on its way into its variable.
record KconfigValue(Btf btf, Globals.Variable variable) {
    byte[] encode(String value) {
        BtfType type = btf.type(btf.resolve(variable.typeId()));
        return switch (type) {
            case BtfType.Int number when isTristate(value) -> number(tristate(number, value));
            case BtfType.Enumeration _ when isTristate(value) -> number("nym".indexOf(value));
            case BtfType.Array _ when value.startsWith("\"") && value.endsWith("\"") ->
                    text(value.substring(1, Math.max(value.length() - 1, 1)));
            case BtfType.Int number
                    when number.encoding() == BtfType.Int.Encoding.BOOL && value.matches("[01]") ->
                    number(parse(value));
            case BtfType.Int number
                    when number.encoding() != BtfType.Int.Encoding.BOOL
                            && value.matches("-?(0[xX][0-9a-fA-F]{1,16}|[0-9]{1,19})") ->
                    number(parse(value));
            default -> throw unfit(value);
        };
    }

    private static boolean isTristate(String value) {
        return value.equals("y") || value.equals("n") || value.equals("m");
    }

    private long tristate(BtfType.Int type, String value) {
        if (type.size() == 1 && type.encoding() != BtfType.Int.Encoding.BOOL) {
            return value.charAt(0);
        }
        if (value.equals("m") || type.encoding() != BtfType.Int.Encoding.BOOL) {
            throw unfit(value);
        }
        return value.equals("y") ? 1 : 0;
    }

    private long parse(String value) {
        try {
            return value.startsWith("-") ? Long.decode(value) : unsigned(value);
        } catch (NumberFormatException _) {
            throw unfit(value);
        }
    }

    private static long unsigned(String value) {
        return value.regionMatches(true, 0, "0x", 0, 2)
                ? Long.parseUnsignedLong(value.substring(2), 16)
                : Long.parseUnsignedLong(value);
    }

    private byte[] number(long value) {
        return Numbers.bytes(value, variable.size(), btf.order())
                .orElseThrow(() -> unfit(Long.toString(value)));
    }

    private byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(
                bytes.length < variable.size()
                        ? bytes
                        : Arrays.copyOf(bytes, Math.max(variable.size() - 1, 0)),
                variable.size());
    }

    private LinkException unfit(String value) {
        return new LinkException(
                Diagnostic.of(
                                ObjectCode.KCONFIG,
                                "%s = %s does not fit its variable"
                                        .formatted(variable.name(), value))
                        .at(new Place.Named("section " + ExternReader.KCONFIG))
                        .fix("check the extern's type: bool, tristate, number or char array"));
    }
}
