package dev.skep.object.core;

import dev.skep.btf.CoreRelocation;

/// What a relocation asks about.
enum Subject {
    FIELD,
    TYPE,
    ENUMERATOR;

    static Subject of(CoreRelocation.Kind kind) {
        return switch (kind) {
            case FIELD_BYTE_OFFSET,
                    FIELD_BYTE_SIZE,
                    FIELD_EXISTS,
                    FIELD_SIGNED,
                    FIELD_LSHIFT_U64,
                    FIELD_RSHIFT_U64 ->
                    FIELD;
            case TYPE_ID_LOCAL, TYPE_ID_TARGET, TYPE_EXISTS, TYPE_SIZE, TYPE_MATCHES -> TYPE;
            case ENUMVAL_EXISTS, ENUMVAL_VALUE -> ENUMERATOR;
        };
    }

    /// Whether the question itself is whether the target has it.
    static boolean asksExistence(CoreRelocation.Kind kind) {
        return switch (kind) {
            case FIELD_EXISTS, TYPE_EXISTS, TYPE_MATCHES, ENUMVAL_EXISTS -> true;
            case FIELD_BYTE_OFFSET,
                    FIELD_BYTE_SIZE,
                    FIELD_SIGNED,
                    FIELD_LSHIFT_U64,
                    FIELD_RSHIFT_U64,
                    TYPE_ID_LOCAL,
                    TYPE_ID_TARGET,
                    TYPE_SIZE,
                    ENUMVAL_VALUE ->
                    false;
        };
    }
}
