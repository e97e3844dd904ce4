/// What the verifier knows at one point of a path: the numbers in registers, and the state around
/// them.
///
/// In: what an instruction does to its operands. Out: what is then known of the result. The
/// knowledge and its losses are exactly those of Linux 6.18 with privileges, since they decide
/// verdicts. The states begin with [dev.skep.verify.domain.State]. The numbers begin with
/// [dev.skep.verify.domain.Scalar], which the other classes of numbers serve:
///
/// - [dev.skep.verify.domain.Tnum]: numbers of which some bits are known;
/// - `Draft`: the sheet on which one operation works, with the exchange of knowledge between the
///   bits and the four ranges;
/// - `Arithmetic`, `Shifts`, `SignExtension`: what operations do on it;
/// - `Decision`, `Refinement`: what a comparison can say, and what it teaches.
///
/// Sources: `Documentation/bpf/verifier.rst` of the kernel; "Sound, Precise, and Fast Abstract
/// Interpretation with Tristate Numbers" (Vishwanathan and others, CGO 2022); and the state traces
/// of a running 6.18 kernel, recorded as the tests' resources.
package dev.skep.verify.domain;
