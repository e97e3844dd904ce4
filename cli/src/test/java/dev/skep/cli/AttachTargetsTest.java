package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.linux.attach.Way;
import dev.skep.spec.ProgramType;
import dev.skep.spec.SectionMatch;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `skep attach --help` says of `--to`: a line for every form that programs take.
class AttachTargetsTest {
    static List<String> sections() {
        return ProgramType.sections();
    }

    @ParameterizedTest
    @MethodSource("sections")
    void theHelpNamesWhatProgramsAreAttachedTo(String section) {
        SectionMatch match = ProgramType.ofSection(section).orElseThrow();
        if (Way.of(match.type(), match.attachType(), section) instanceof Way.Named way) {
            String help = CommandLineRun.of("attach", "--help").out();
            String form = way.target();
            assertTrue(form.isEmpty() || help.contains("\n  " + form + "  "), form);
        }
    }
}
