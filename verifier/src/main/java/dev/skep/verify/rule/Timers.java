package dev.skep.verify.rule;

import dev.skep.program.SpecialField;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.MapObject;
import dev.skep.verify.domain.Register;

/// Timers in map values.
final class Timers {
    private final Walk walk;

    Timers(Walk walk) {
        this.walk = walk;
    }

    void check(int number, Register register) {
        if (!register.scalar().isConstant()) {
            throw refuse(
                    "the place of the timer is not known",
                    "R%d doesn't have constant offset. bpf_timer has to be at the constant offset"
                            .formatted(number),
                    number);
        }
        MapObject map = register.map();
        if (map.definition().types().isEmpty()) {
            throw refuse(
                    "the map %s has no types, so nobody knows of a timer in it".formatted(map),
                    "map '%s' has to have BTF in order to use bpf_timer".formatted(map),
                    number);
        }
        var field =
                map.specialFields().stream()
                        .filter(f -> f.kind() == SpecialField.Kind.TIMER)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        refuse(
                                                "the values of %s hold no timer".formatted(map),
                                                "map '%s' has no valid bpf_timer".formatted(map),
                                                number));
        long at = register.offset() + register.scalar().constant();
        if (field.offset() != at) {
            throw refuse(
                    "the timer is at offset %d of the value, the pointer at %d"
                            .formatted(field.offset(), at),
                    "off %d doesn't point to 'struct bpf_timer' that is at %d"
                            .formatted(at, field.offset()),
                    number);
        }
    }

    private RuntimeException refuse(String message, String kernel, int number) {
        return walk.refuse(VerifierCode.TIMER, message, kernel, number);
    }
}
