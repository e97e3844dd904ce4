package dev.skep.btf;

/// Writes values in the syntax of C initialisers.
final class ValueText {
    private final StringBuilder text;

    ValueText(StringBuilder text) {
        this.text = text;
    }

    void write(BtfValue value) {
        switch (value) {
            case BtfValue.Number number -> text.append(number.value());
            case BtfValue.Truth truth -> text.append(truth.value());
            case BtfValue.Real real -> text.append(real.value());
            case BtfValue.Text characters -> quote(characters.value());
            case BtfValue.Symbol symbol ->
                    text.append(symbol.name().isEmpty() ? symbol.value() : symbol.name());
            case BtfValue.Address address ->
                    text.append("0x").append(Long.toHexString(address.value()));
            case BtfValue.Sequence sequence -> write(sequence);
            case BtfValue.Composite composite -> write(composite);
            case BtfValue.Raw raw -> write(raw);
        }
    }

    private void write(BtfValue.Sequence sequence) {
        String separator = "{ ";
        for (BtfValue element : sequence.elements()) {
            text.append(separator);
            write(element);
            separator = ", ";
        }
        if (sequence.omitted() > 0) {
            text.append(separator).append("/* ").append(sequence.omitted()).append(" more */");
            separator = ", ";
        }
        text.append(separator.equals("{ ") ? "{}" : " }");
    }

    private void write(BtfValue.Composite composite) {
        String separator = "{ ";
        for (BtfValue.Field field : composite.fields()) {
            text.append(separator).append('.').append(field.name()).append(" = ");
            write(field.value());
            separator = ", ";
        }
        text.append(composite.fields().isEmpty() ? "{}" : " }");
    }

    private void write(BtfValue.Raw raw) {
        String separator = "{ ";
        for (int i = 0; i + 1 < raw.hex().length(); i += 2) {
            text.append(separator).append("0x").append(raw.hex(), i, i + 2);
            separator = ", ";
        }
        if (raw.omitted() > 0) {
            text.append(separator).append("/* ").append(raw.omitted()).append(" more bytes */");
            separator = ", ";
        }
        text.append(separator.equals("{ ") ? "{}" : " }");
    }

    private void quote(String characters) {
        text.append('"');
        for (char c : characters.toCharArray()) {
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(c);
            }
        }
        text.append('"');
    }
}
