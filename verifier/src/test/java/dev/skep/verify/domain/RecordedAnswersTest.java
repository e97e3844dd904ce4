package dev.skep.verify.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.isa.AluOp;
import dev.skep.isa.ByteOrderOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Width;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every answer recorded from a running kernel, asked again.
class RecordedAnswersTest {
    private static final Pattern OPERATION =
            Pattern.compile("([a-z]+)([A-Z]*)(\\d+)(?:\\.(\\d+))?");

    static Stream<String> records() throws IOException {
        try (InputStream in = RecordedAnswersTest.class.getResourceAsStream("scalars.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#"));
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void kernelAndModelKnowTheSame(String line) {
        List<String> fields = List.of(line.split(" \\| "));
        List<String> operands = fields.subList(1, fields.size());
        Matcher operation = OPERATION.matcher(fields.getFirst());
        operation.matches();
        int number = Integer.parseInt(operation.group(3));
        String answer =
                switch (operation.group(1)) {
                    case "if" ->
                            compare(Condition.valueOf(operation.group(2)), width(number), operands);
                    case "same" ->
                            compareSame(
                                    Condition.valueOf(operation.group(2)), width(number), operands);
                    case "sx" ->
                            parse(operands, 0)
                                    .signExtend(width(number), Integer.parseInt(operation.group(4)))
                                    .print();
                    case "neg" -> parse(operands, 0).negate(width(number)).print();
                    case "le" -> parse(operands, 0).swap(ByteOrderOp.TO_LITTLE, number).print();
                    case "be" -> parse(operands, 0).swap(ByteOrderOp.TO_BIG, number).print();
                    case "bswap" -> parse(operands, 0).swap(ByteOrderOp.SWAP, number).print();
                    case "load" -> parse(operands, 0).truncate(number).print();
                    case "sload" -> parse(operands, 0).signExtendFrom(number).print();
                    default -> calculate(operation.group(1), width(number), operands);
                };
        assertEquals(expected(fields), answer);
    }

    /// The fields after the operands, each printed by the model: immediates stand as decimals.
    private static String expected(List<String> fields) {
        String operation = fields.getFirst();
        int operands =
                operation.startsWith("if")
                        ? 4
                        : operation.matches("(sx|neg|le|be|bswap|load|sload|same).*") ? 2 : 3;
        List<String> printed =
                fields.subList(operands, fields.size()).stream()
                        .map(text -> ScalarText.parse(text).print())
                        .toList();
        return String.join(
                " | ",
                operation.startsWith("if") ? withPrediction(fields.get(3), printed) : printed);
    }

    private static List<String> withPrediction(String prediction, List<String> states) {
        return Stream.concat(Stream.of(prediction), states.stream()).toList();
    }

    private static String compare(Condition condition, Width width, List<String> operands) {
        Scalar a = parse(operands, 0);
        Scalar b = parse(operands, 1);
        Prediction prediction = Scalar.decide(condition, width, a, b);
        if (prediction != Prediction.MAYBE) {
            return prediction.name();
        }
        Split split = Scalar.refine(condition, width, a, b);
        return String.join(
                " | ",
                prediction.name(),
                split.takenA().print(),
                split.takenB().print(),
                split.elseA().print(),
                split.elseB().print());
    }

    private static String compareSame(Condition condition, Width width, List<String> operands) {
        Split split = Scalar.refineSame(condition, width, parse(operands, 0));
        return split.takenA().print() + " | " + split.elseA().print();
    }

    private static String calculate(String name, Width width, List<String> operands) {
        boolean forks = name.startsWith("fork");
        AluOp op = AluOp.valueOf((forks ? name.substring("fork".length()) : name).toUpperCase());
        Scalar target = op == AluOp.MOV ? Scalar.UNKNOWN : parse(operands, 0);
        Scalar source = parse(operands, 1);
        Optional<Fork> fork = target.fork(op, source);
        if (!forks) {
            return fork.map(Fork::ones).orElse(target).alu(op, width, source).print();
        }
        return fork.map(
                        both ->
                                both.zero().print()
                                        + " | "
                                        + both.ones().alu(op, width, source).print())
                .orElse("no fork");
    }

    private static Scalar parse(List<String> fields, int index) {
        return ScalarText.parse(fields.get(index));
    }

    private static Width width(int bits) {
        return bits == 32 ? Width.W32 : Width.W64;
    }
}
