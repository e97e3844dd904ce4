/// Cases of the verifier: small programs with the verdict that a kernel gave on each.
///
/// In: text in the form that `cases/verify/README.md` describes. Out: programs, ready for a
/// verifier. Read [dev.skep.lab.verify.VerifyCase] first.
package dev.skep.lab.verify;
