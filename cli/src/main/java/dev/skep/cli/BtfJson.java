package dev.skep.cli;

import dev.skep.btf.BtfValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns typed values into trees for [Json].
final class BtfJson {
    private BtfJson() {}

    /// Structures become objects, arrays lists, enumerators their names, addresses hexadecimal
    /// text, and bytes without a type hexadecimal text too.
    static Object tree(BtfValue value) {
        return switch (value) {
            case BtfValue.Number(var number) -> number;
            case BtfValue.Truth(boolean truth) -> truth;
            case BtfValue.Real(double real) -> real;
            case BtfValue.Text(String text) -> text;
            case BtfValue.Symbol(String name, var number) -> name.isEmpty() ? number : name;
            case BtfValue.Address(long address) -> "0x" + Long.toHexString(address);
            case BtfValue.Sequence(List<BtfValue> elements, _) ->
                    elements.stream().map(BtfJson::tree).toList();
            case BtfValue.Composite(List<BtfValue.Field> fields) -> {
                Map<String, Object> members = new LinkedHashMap<>();
                fields.forEach(f -> members.put(f.name(), tree(f.value())));
                yield members;
            }
            case BtfValue.Raw(String hex, _) -> hex;
        };
    }
}
