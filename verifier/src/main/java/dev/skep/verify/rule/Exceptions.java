package dev.skep.verify.rule;

import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.Register;

/// `bpf_throw(cookie)`: ends the program from any depth of calls. Nothing may be held by then, and
/// the cookie becomes the program's result, unless a function of the program makes one of it.
public final class Exceptions {
    private final Walk walk;
    private final Exit exit;

    /// The rule on a walk.
    public Exceptions(Walk walk) {
        this.walk = walk;
        this.exit = new Exit(walk);
    }

    void raise() {
        Register cookie = walk.read(1);
        if (!cookie.isNumber()) {
            throw walk.refuse(
                    VerifierCode.EXCEPTION, "the cookie must be a number", "R1 is not a scalar", 1);
        }
        if (walk.functions().exceptionCallback() < 0) {
            exit.apply(1);
        }
        Holding.checkReleased(walk, "bpf_throw", Holding.Way.THROW);
    }

    /// Starts the function that makes the result of the cookie.
    public void enter(Frame frame) {
        var parameters = GlobalFunctions.signature(walk, frame.subprogram()).parameters();
        if (parameters.size() != 1 || !(parameters.getFirst() instanceof Signature.Number)) {
            throw walk.refuse(
                    VerifierCode.EXCEPTION,
                    "the exception callback must take one number",
                    "exception cb only supports single integer argument");
        }
        frame.becomes(Frame.Role.EXCEPTION, null);
    }
}
