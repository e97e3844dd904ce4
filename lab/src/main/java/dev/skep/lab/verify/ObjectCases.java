package dev.skep.lab.verify;

import dev.skep.lab.verify.VerifyCase.Answer;
import dev.skep.lab.verify.VerifyCase.Recorded;
import dev.skep.object.BpfObject;
import dev.skep.object.CoreTarget;
import dev.skep.object.KernelSymbols;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import dev.skep.verify.Privilege;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Cases that are written in C: an object, and beside it a file that names its programs with a
/// kernel's verdicts, `NAME accepted` or `NAME rejected MESSAGE` a line.
public final class ObjectCases {
    private ObjectCases() {}

    /// The cases of an object, in the order of `expected`. CO-RE relocations are resolved against
    /// the object's own types.
    ///
    /// @throws IllegalArgumentException if a line is wrong
    /// @throws dev.skep.diag.SkepException if the object cannot be read or linked, or lacks a
    ///   program
    public static List<VerifyCase> read(byte[] object, String expected, KernelSymbols kernel) {
        BpfObject parsed = BpfObject.read(object);
        LinkOptions options =
                LinkOptions.standard().withTarget(new CoreTarget.OwnTypes()).withSymbols(kernel);
        List<VerifyCase> cases = new ArrayList<>();
        for (String line : expected.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] cells = line.strip().split("\\s+", 3);
                Program program =
                        parsed.link(options.withPrograms(Set.of(cells[0]))).program(cells[0]);
                cases.add(
                        new VerifyCase(
                                program, Privilege.PRIVILEGED, Optional.of(recorded(cells))));
            }
        }
        return cases;
    }

    private static Recorded recorded(String[] cells) {
        String answer = cells.length > 1 ? cells[1] : "";
        return switch (answer) {
            case "accepted" -> new Recorded(Answer.ACCEPTED, "");
            case "rejected" -> new Recorded(Answer.REJECTED, cells.length > 2 ? cells[2] : "");
            default ->
                    throw new IllegalArgumentException(
                            cells[0] + " is accepted or rejected, not '" + answer + "'");
        };
    }
}
