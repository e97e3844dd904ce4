package dev.skep.verify.domain;

/// What both operands of a comparison are known to be where it holds (`taken`) and where not
/// (`else`).
public record Split(Scalar takenA, Scalar takenB, Scalar elseA, Scalar elseB) {}
