package dev.skep.linux;

import dev.skep.spec.ProgramType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A program in the kernel, of this process or of others, as the kernel describes it.
///
/// @param type empty if it is newer than what is known here
/// @param name at most 15 characters; may be empty
/// @param tag 8 bytes of a hash of its instructions, in hexadecimal
/// @param loadedAt since the machine started
/// @param user the number of the user who loaded it
/// @param maps the ids of its maps
/// @param instructions how many it has, as the kernel runs them
/// @param machineCode bytes; 0 if it is interpreted
/// @param verified how many instructions the verifier walked; 0 before Linux 5.16
/// @param runs how often it ran, where `kernel.bpf_stats_enabled` is set
public record InstalledProgram(
        int id,
        Optional<ProgramType> type,
        String name,
        String tag,
        Duration loadedAt,
        int user,
        List<Integer> maps,
        int instructions,
        int machineCode,
        int verified,
        long runs) {
    /// Copies the list.
    public InstalledProgram {
        maps = List.copyOf(maps);
    }
}
