package dev.skep.verify.rule;

import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Target;

/// Registers in words: as the kernel's log prints them, and for people.
public final class Words {
    private Words() {}

    /// The kernel's name of what a register holds: `map_value_or_null`.
    public static String kernel(Register register) {
        StringBuilder text = new StringBuilder();
        if (register.has(Register.READ_ONLY)) {
            text.append("rdonly_");
        }
        if (register.has(Register.RING_BUFFER)) {
            text.append("ringbuf_");
        }
        if (register.has(Register.USER)) {
            text.append("user_");
        }
        if (register.has(Register.PER_CPU)) {
            text.append("percpu_");
        }
        if (register.has(Register.RCU)) {
            text.append("rcu_");
        }
        if (register.has(Register.UNTRUSTED)) {
            text.append("untrusted_");
        }
        if (register.has(Register.TRUSTED)) {
            text.append("trusted_");
        }
        text.append(register.kind().label());
        if (register.isNullable()) {
            text.append(register.kind() == Kind.BTF ? "or_null_" : "_or_null");
        }
        return text.toString();
    }

    /// A register as the kernel's log prints it: `scalar(id=1,umax=7)`, `pkt(off=14,r=14)`, `5`.
    public static String print(Register register) {
        if (register.kind() == Kind.UNWRITTEN) {
            return "?";
        }
        if (register.isConstant()) {
            return (register.precise() ? "P" : "") + register.scalar().constant();
        }
        StringBuilder parts = new StringBuilder();
        add(parts, "id", register.id());
        if (register.isDistant()) {
            parts.append("%+d".formatted(register.offset()));
        }
        add(parts, "ref_obj_id", register.ref());
        String prefix = register.precise() ? "P" : "";
        if (register.kind() == Kind.SCALAR) {
            String ranges = register.scalar().ranges();
            if (!ranges.isEmpty()) {
                parts.append(parts.isEmpty() ? "" : ",").append(ranges);
            }
            return prefix + "scalar(" + parts + ")";
        }
        String name = kernel(register) + struct(register);
        if (register.kind() == Kind.STACK) {
            String frame = name;
            if (register.scalar().isConstant()) {
                long at = register.offset() + register.scalar().constant();
                return frame + (at == 0 ? "0" : Long.toString(at));
            }
        }
        describeTarget(parts, register);
        if (register.offset() != 0) {
            add(parts, "off", register.offset());
        }
        if (!register.scalar().isConstant()) {
            String ranges = register.scalar().ranges();
            parts.append(parts.isEmpty() ? "" : ",").append(ranges);
        } else if (register.scalar().constant() != 0) {
            parts.append(parts.isEmpty() ? "" : ",")
                    .append("imm=")
                    .append(register.scalar().constant());
        }
        return name + "(" + parts + ")";
    }

    private static String struct(Register register) {
        return register.target() instanceof Target.Typed typed
                ? typed.btf().name(typed.type())
                : "";
    }

    private static void describeTarget(StringBuilder parts, Register register) {
        switch (register.target()) {
            case Target.InMap map -> {
                parts.append(parts.isEmpty() ? "" : ",").append("map=").append(map.map());
                parts.append(",ks=").append(map.map().definition().keySize());
                parts.append(",vs=").append(map.map().definition().valueSize());
            }
            case Target.InPacket packet -> {
                if (register.kind().isPacket()) {
                    parts.append(parts.isEmpty() ? "" : ",").append("r=").append(packet.proven());
                }
            }
            case Target.Sized memory -> add(parts, "sz", memory.size());
            case Target.Nothing _,
                    Target.OnStack _,
                    Target.Code _,
                    Target.Typed _,
                    Target.Iteration _ -> {}
        }
    }

    private static void add(StringBuilder parts, String name, int value) {
        if (value != 0) {
            parts.append(parts.isEmpty() ? "" : ",").append(name).append('=').append(value);
        }
    }

    /// What a register holds, in words: `a pointer into the packet, 14 bytes from its start`.
    public static String plain(Register register) {
        String nullable = register.isNullable() ? ", or NULL" : "";
        return switch (register.kind()) {
            case UNWRITTEN -> "holds nothing that was written";
            case SCALAR ->
                    register.isConstant()
                            ? "is the number " + register.scalar().constant()
                            : register.scalar().isUnknown()
                                    ? "is a number of which nothing is known"
                                    : "is a number: " + range(register);
            case CONTEXT -> "points to the context" + distance(register);
            case MAP -> "is the map " + register.map();
            case MAP_VALUE ->
                    "points into a value of the map %s (%d bytes)"
                                    .formatted(
                                            register.map(), register.map().definition().valueSize())
                            + distance(register)
                            + nullable;
            case MAP_KEY ->
                    "points into a key of the map %s (%d bytes)"
                                    .formatted(
                                            register.map(), register.map().definition().keySize())
                            + distance(register);
            case STACK -> "points to the stack" + distance(register);
            case PACKET -> "points into the packet" + distance(register) + proof(register);
            case PACKET_META ->
                    "points into the packet's metadata" + distance(register) + proof(register);
            case PACKET_END -> "is the end of the packet";
            case FLOW_KEYS -> "points to the flow keys" + distance(register);
            case SOCKET -> "points to a socket" + nullable;
            case SOCKET_COMMON -> "points to a socket of any state" + nullable;
            case TCP_SOCKET -> "points to a TCP socket" + nullable;
            case XDP_SOCKET -> "points to an AF_XDP socket" + nullable;
            case TRACEPOINT_BUFFER -> "points to the tracepoint's buffer" + distance(register);
            case BTF ->
                    "points to the kernel's struct "
                            + struct(register)
                            + distance(register)
                            + nullable;
            case MEMORY ->
                    "points to %d bytes of memory".formatted(register.size())
                            + distance(register)
                            + nullable;
            case BUFFER -> "points to a buffer" + distance(register) + nullable;
            case FUNCTION -> "is the address of a function";
            case DYNPTR -> "is a dynptr";
            case ARENA -> "is an arena pointer";
            case ITERATOR -> "is an iterator";
        };
    }

    private static String range(Register register) {
        String ranges = register.scalar().ranges();
        return ranges.isEmpty() ? "any" : ranges;
    }

    private static String distance(Register register) {
        if (register.scalar().isConstant()) {
            long at = register.offset() + register.scalar().constant();
            return at == 0 ? "" : " at offset " + at;
        }
        String fixed = register.offset() == 0 ? "" : register.offset() + " plus ";
        return " at offset " + fixed + "a number: " + range(register);
    }

    private static String proof(Register register) {
        int proven = register.proven();
        return switch (proven) {
            case Target.InPacket.AT_END -> "; it stands at the end or behind";
            case Target.InPacket.BEYOND_END -> "; it stands behind the end";
            default -> "; %d bytes behind its base are proven".formatted(proven);
        };
    }
}
