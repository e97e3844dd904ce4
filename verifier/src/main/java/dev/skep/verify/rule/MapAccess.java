package dev.skep.verify.rule;

import dev.skep.spec.MapFlag;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.MapObject;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;

/// Loads from and stores to map values: their bounds, what the map allows, and the fields in them
/// that only helpers may touch.
final class MapAccess {
    private final Walk walk;
    private final Bounds bounds;

    MapAccess(Walk walk) {
        this.walk = walk;
        this.bounds = new Bounds(walk);
    }

    /// Whether the map may be read or written by programs.
    void checkAllowed(Register pointer, int offset, int size, boolean write) {
        MapObject map = pointer.map();
        boolean writeOnly = (map.definition().flags() & MapFlag.WRONLY_PROG.bit()) != 0;
        boolean forbidden = write ? map.isReadOnly() : writeOnly;
        if (forbidden) {
            throw walk.refuse(
                    VerifierCode.READ_ONLY,
                    "programs may not %s the map %s".formatted(write ? "write" : "read", map),
                    "%s map forbidden, value_size=%d off=%d size=%d"
                            .formatted(
                                    write ? "write into" : "read from",
                                    map.definition().valueSize(),
                                    offset,
                                    size));
        }
    }

    /// Proves an access to be inside the value and outside its special fields.
    void check(
            int number,
            Register pointer,
            int offset,
            int size,
            boolean emptyAllowed,
            boolean byHelper) {
        MapObject map = pointer.map();
        bounds.check(number, pointer, offset, size, map.definition().valueSize(), emptyAllowed);
        Scalar variable = pointer.scalar();
        for (var field : map.specialFields()) {
            boolean overlaps =
                    variable.smin() + offset < field.end()
                            && field.offset() < variable.umax() + offset + size;
            if (!overlaps) {
                continue;
            }
            if (field.kind().pointer()) {
                if (byHelper) {
                    throw walk.refuse(
                            VerifierCode.SPECIAL_FIELD,
                            "the value holds a kernel pointer at offset %d, which calls may not touch"
                                    .formatted(field.offset()),
                            "kptr cannot be accessed indirectly by helper",
                            number);
                }
                throw walk.undecided("kernel pointer in a map value");
            }
            throw walk.refuse(
                    VerifierCode.SPECIAL_FIELD,
                    "the value holds a %s at offset %d, which may not be read or written"
                            .formatted(field.kind().kernelName(), field.offset()),
                    field.kind().kernelName() + " cannot be accessed directly by load/store",
                    number);
        }
    }

    /// What a load from a value gives: a constant, if the map can never change.
    Register loaded(Access access) {
        Register pointer = access.pointer();
        MapObject map = pointer.map();
        Scalar variable = pointer.scalar();
        if (!variable.isConstant() || !map.isConstant()) {
            return walk.unknown();
        }
        long value = map.constant((int) (access.at() + variable.constant()), access.size());
        return Register.number(Scalar.of(value));
    }
}
