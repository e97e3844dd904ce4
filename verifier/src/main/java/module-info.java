/// The verifier: proves programs safe before they run.
module dev.skep.verifier {
    requires transitive dev.skep.core;
}
