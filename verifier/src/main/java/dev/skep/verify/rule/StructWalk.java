package dev.skep.verify.rule;

import dev.skep.btf.BtfType;
import dev.skep.verify.domain.Register;

/// The way of one access through nested structures of the kernel to the member that it reads.
final class StructWalk {
    /// What lies there.
    sealed interface Found {}

    /// A number.
    record Number() implements Found {}

    /// A pointer to a structure.
    ///
    /// @param flags of the register that it is read into, as far as the structure says
    /// @param member the name of the member
    record Pointer(int type, int flags, String member) implements Found {}

    /// A pointer to anything else: memory that may be read, and may not be there.
    record Memory() implements Found {}

    /// The start of a structure.
    record Nested(int type) implements Found {}

    /// Nothing that could be read so, in the kernel's words.
    record Nothing(String kernel) implements Found {}

    private static final Found NUMBER = new Number();

    private final KernelTypes types;
    private final int size;
    private int offset;
    private int flags;
    private BtfType.Composite at;

    StructWalk(KernelTypes types, int offset, int size) {
        this.types = types;
        this.offset = offset;
        this.size = size;
    }

    /// What the access finds in structure `type`.
    Found through(int type) {
        Found found = step(type);
        while (found instanceof Nested nested) {
            offset = 0;
            found = step(nested.type());
        }
        return found;
    }

    /// The same up to the first structure that starts right where the access does.
    Found step(int type) {
        if (!(types.resolved(type) instanceof BtfType.Composite composite)) {
            return new Nothing("Type '%s' is not a struct".formatted(types.type(type).name()));
        }
        at = composite;
        Found found = null;
        while (found == null) {
            found = within();
        }
        return found;
    }

    /// What is found in the structure at hand; `null` if the walk goes on in another one.
    private Found within() {
        if (at instanceof BtfType.Union && at.members().size() != 1) {
            flags |= Register.UNTRUSTED;
        }
        if (offset + size > at.size()) {
            return behindEnd();
        }
        for (BtfType.Member member : at.members()) {
            if (offset + size <= member.offset()) {
                break;
            }
            if (member.bitSize() != 0) {
                long end = (member.bitOffset() + member.bitSize() + 7) / 8;
                if (offset <= member.offset() && end <= offset + size) {
                    return NUMBER;
                }
                continue;
            }
            if (offset < member.offset()) {
                break;
            }
            if (offset < member.offset() + types.btf().size(member.type())) {
                return member(member);
            }
        }
        return new Nothing("struct %s doesn't have field at offset %d".formatted(named(), offset));
    }

    /// Behind the end there may be more elements of a last member without a fixed size.
    private Found behindEnd() {
        Nothing beyond =
                new Nothing(
                        "access beyond struct %s at off %d size %d"
                                .formatted(named(), offset, size));
        if (at.members().isEmpty()) {
            return beyond;
        }
        BtfType.Member last = at.members().getLast();
        if (!(types.resolved(last.type()) instanceof BtfType.Array array)
                || array.count() != 0
                || offset < last.offset()) {
            return beyond;
        }
        return switch (types.resolved(array.element())) {
            case BtfType.Int _ -> NUMBER;
            case BtfType.Composite element when element.size() > 0 ->
                    goOn(element, (int) ((offset - last.offset()) % element.size()));
            default -> beyond;
        };
    }

    private String named() {
        return at.name().isEmpty() ? "(anon)" : at.name();
    }

    private Found goOn(BtfType.Composite composite, int from) {
        at = composite;
        offset = from;
        return null;
    }

    private Found member(BtfType.Member member) {
        long end = member.offset() + types.btf().size(member.type());
        int type = types.btf().resolve(member.type());
        long start = member.offset();
        while (types.type(type) instanceof BtfType.Array array) {
            type = types.btf().resolve(array.element());
        }
        if (types.resolved(member.type()) instanceof BtfType.Array) {
            long element = types.btf().size(type);
            start += (offset - start) / element * element;
        }
        return switch (types.type(type)) {
            case BtfType.Composite composite ->
                    offset == start ? new Nested(type) : goOn(composite, (int) (offset - start));
            case BtfType.Pointer pointer -> pointer(member, pointer, start);
            default -> {
                boolean strict = (flags & Register.UNTRUSTED) == 0;
                yield strict && offset + size > end
                        ? new Nothing(
                                "access beyond the end of member %s (mend:%d) in struct %s with off %d size %d"
                                        .formatted(member.name(), end, named(), offset, size))
                        : NUMBER;
            }
        };
    }

    private Found pointer(BtfType.Member member, BtfType.Pointer pointer, long start) {
        if (size != Long.BYTES || offset != start) {
            return new Nothing(
                    "cannot access ptr member %s with moff %d in struct %s with off %d size %d"
                            .formatted(member.name(), start, named(), offset, size));
        }
        if (!types.isComposite(pointer.target())) {
            return new Memory();
        }
        int tagged =
                switch (types.tag(pointer)) {
                    case "user" -> Register.USER;
                    case "percpu" -> Register.PER_CPU;
                    case "rcu" -> Register.RCU;
                    default -> 0;
                };
        return new Pointer(types.btf().resolve(pointer.target()), flags | tagged, member.name());
    }
}
