package dev.skep.runtime;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.map.JvmMap;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkedObject;
import dev.skep.program.Program;
import dev.skep.runtime.JvmLoadOptions.NotAccepted;
import dev.skep.verify.Verdict;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Loads objects as a whole: links, verifies, creates maps, loads programs.
record ObjectLoader(JvmHost host, JvmLoadOptions options) {
    /// A program and what the verifier made of it.
    private record Checked(Program program, Optional<VerifiedProgram> verified) {}

    JvmObject load(BpfObject object) {
        LinkedObject linked = object.link(options.linking());
        List<Checked> checked = new ArrayList<>();
        for (Program program : linked.programs()) {
            if (program.type() != null && program.type().jvm().available()) {
                checked.add(new Checked(program, verify(program)));
            }
        }
        List<JvmMap> maps = new ArrayList<>();
        try {
            linked.maps().forEach(definition -> maps.add(host.createMap(definition)));
            List<JvmProgram> programs = checked.stream().map(p -> load(p, maps)).toList();
            return new JvmObject(maps, programs, object.btf());
        } catch (HostException refused) {
            maps.forEach(JvmMap::close);
            throw refused;
        }
    }

    private JvmProgram load(Checked checked, List<JvmMap> maps) {
        return checked.verified()
                .map(verified -> host.load(verified, maps))
                .orElseGet(() -> host.load(checked.program(), maps));
    }

    private Optional<VerifiedProgram> verify(Program program) {
        return switch (Verifier.verify(program, options.verifying())) {
            case Verdict.Accepted(VerifiedProgram verified, _) -> Optional.of(verified);
            case Verdict.Rejected(Diagnostic why, _) -> notAccepted(why);
            case Verdict.Undecided(Diagnostic why, _, _) -> notAccepted(why);
        };
    }

    private Optional<VerifiedProgram> notAccepted(Diagnostic why) {
        if (options.notAccepted() == NotAccepted.REFUSE) {
            throw new HostException(why);
        }
        return Optional.empty();
    }
}
