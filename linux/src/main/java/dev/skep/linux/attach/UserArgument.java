package dev.skep.linux.attach;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where an argument of a probe is when its place is reached.
///
/// How notes describe it, is documented with `sys/sdt.h`: a size in bytes, negative for signed
/// numbers, and an operand of the machine's assembler.
///
/// @param kind a constant, a register, or memory that a register points to
/// @param value the constant, or what to add to the register's value
/// @param register the offset of the register in `struct pt_regs`
/// @param size in bytes; 1, 2, 4 or 8
/// @param signed whether it is a signed number
record UserArgument(Kind kind, long value, int register, int size, boolean signed) {
    /// Where it is; the ordinal is the number that programs know it by.
    enum Kind {
        /// It is a constant.
        CONSTANT,
        /// It is in a register.
        REGISTER,
        /// A register points to it.
        MEMORY
    }

    /// How many bytes programs have for the description of one argument.
    static final int BYTES = 16;

    private static final Pattern ARGUMENT =
            Pattern.compile("(-?[1248])@(\\[[^]]*]|[^\\s]+)(?:\\s+|$)");
    private static final Pattern X86_MEMORY = Pattern.compile("(-?(?:0x)?[0-9a-f]*)\\((%\\w+)\\)");
    private static final Pattern ARM_MEMORY =
            Pattern.compile("\\[(\\w+)(?:\\s*,\\s*#?(-?\\d+))?\\s*]");

    /// The places of 64-bit registers in `struct pt_regs` on x86-64, and the names of their parts.
    private static final Map<String, Integer> X86 =
            Map.ofEntries(
                    Map.entry("r15", 0),
                    Map.entry("r14", 8),
                    Map.entry("r13", 16),
                    Map.entry("r12", 24),
                    Map.entry("bp", 32),
                    Map.entry("bx", 40),
                    Map.entry("r11", 48),
                    Map.entry("r10", 56),
                    Map.entry("r9", 64),
                    Map.entry("r8", 72),
                    Map.entry("ax", 80),
                    Map.entry("cx", 88),
                    Map.entry("dx", 96),
                    Map.entry("si", 104),
                    Map.entry("di", 112),
                    Map.entry("sp", 152));

    private static final int ARM_STACK_POINTER = 248;

    /// The arguments that a note describes; empty if one of them is described in a way that is not
    /// understood.
    ///
    /// @param machine as `os.arch` names it
    static Optional<List<UserArgument>> parse(String text, String machine) {
        List<UserArgument> arguments = new ArrayList<>();
        Matcher matcher = ARGUMENT.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return Optional.empty();
            }
            int size = Integer.parseInt(matcher.group(1));
            Optional<UserArgument> argument =
                    switch (machine) {
                        case "aarch64" -> arm(matcher.group(2), size);
                        case "amd64", "x86_64" -> x86(matcher.group(2), size);
                        default -> Optional.empty();
                    };
            if (argument.isEmpty()) {
                return Optional.empty();
            }
            arguments.add(argument.get());
            at = matcher.end();
        }
        return Optional.of(arguments);
    }

    private static Optional<UserArgument> x86(String operand, int size) {
        if (operand.startsWith("$")) {
            return number(operand.substring(1)).map(value -> of(Kind.CONSTANT, value, 0, size));
        }
        if (operand.startsWith("%")) {
            return x86Register(operand).map(at -> of(Kind.REGISTER, 0, at, size));
        }
        Matcher memory = X86_MEMORY.matcher(operand);
        if (!memory.matches()) {
            return Optional.empty();
        }
        String offset = memory.group(1);
        Optional<Long> value = offset.isEmpty() ? Optional.of(0L) : number(offset);
        return value.flatMap(
                v -> x86Register(memory.group(2)).map(at -> of(Kind.MEMORY, v, at, size)));
    }

    /// `%eax`, `%al` and `%rax` are parts of one register.
    private static Optional<Integer> x86Register(String name) {
        String plain = name.substring(1);
        if (plain.matches("r(8|9|1[0-5])[dwb]?")) {
            return Optional.of(X86.get(plain.replaceAll("[dwb]$", "")));
        }
        if (plain.matches("[abcd]l")) {
            return Optional.of(X86.get(plain.charAt(0) + "x"));
        }
        return Optional.ofNullable(
                X86.get(plain.replaceFirst("^[re]", "").replaceFirst("^(si|di|bp|sp)l$", "$1")));
    }

    private static Optional<UserArgument> arm(String operand, int size) {
        Matcher memory = ARM_MEMORY.matcher(operand);
        if (memory.matches()) {
            Optional<Long> value =
                    memory.group(2) == null ? Optional.of(0L) : number(memory.group(2));
            return value.flatMap(
                    v -> armRegister(memory.group(1)).map(at -> of(Kind.MEMORY, v, at, size)));
        }
        Optional<Integer> register = armRegister(operand);
        return register.isPresent()
                ? register.map(at -> of(Kind.REGISTER, 0, at, size))
                : number(operand).map(value -> of(Kind.CONSTANT, value, 0, size));
    }

    private static Optional<Integer> armRegister(String name) {
        if (name.equals("sp")) {
            return Optional.of(ARM_STACK_POINTER);
        }
        return name.matches("[xw]([0-9]|[12][0-9]|30)")
                ? Optional.of(Long.BYTES * Integer.parseInt(name.substring(1)))
                : Optional.empty();
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.decode(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static UserArgument of(Kind kind, long value, int register, int size) {
        return new UserArgument(kind, value, register, Math.abs(size), size < 0);
    }

    /// Writes the description that programs read: value, kind, register, sign, and how far to shift
    /// to get rid of what is above its size.
    void write(ByteBuffer to) {
        to.putLong(value)
                .putInt(kind.ordinal())
                .putShort((short) register)
                .put((byte) (signed ? 1 : 0))
                .put((byte) (Long.SIZE - size * Byte.SIZE));
    }
}
