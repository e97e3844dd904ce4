package dev.skep.runtime;

import dev.skep.object.LinkOptions;
import dev.skep.verify.VerifierOptions;
import java.util.Objects;

/// How a [JvmHost] loads a whole object.
///
/// @param linking values of global variables, types that CO-RE is resolved against, which programs
/// @param verifying what the verifier is told
/// @param notAccepted what becomes of programs that the verifier does not accept
public record JvmLoadOptions(
        LinkOptions linking, VerifierOptions verifying, NotAccepted notAccepted) {
    /// What becomes of programs that the verifier does not accept.
    public enum NotAccepted {
        /// The object is not loaded.
        REFUSE,
        /// They are interpreted, every access checked: a wrong one ends the run.
        INTERPRET
    }

    /// Refuses missing parts.
    public JvmLoadOptions {
        Objects.requireNonNull(linking);
        Objects.requireNonNull(verifying);
        Objects.requireNonNull(notAccepted);
    }

    /// All programs, as the object has them; the verifier has to accept each.
    public static JvmLoadOptions standard() {
        return new JvmLoadOptions(
                LinkOptions.standard(), VerifierOptions.standard(), NotAccepted.REFUSE);
    }

    /// The same, linked otherwise.
    public JvmLoadOptions withLinking(LinkOptions linking) {
        return new JvmLoadOptions(linking, verifying, notAccepted);
    }

    /// The same with a verifier that is told otherwise.
    public JvmLoadOptions withVerifying(VerifierOptions verifying) {
        return new JvmLoadOptions(linking, verifying, notAccepted);
    }

    /// The same with another way to deal with programs that are not accepted.
    public JvmLoadOptions withNotAccepted(NotAccepted notAccepted) {
        return new JvmLoadOptions(linking, verifying, notAccepted);
    }
}
