package dev.skep.verify.domain;

/// The two numbers that a mask made by an arithmetic shift can be: all ones, and zero. Where only
/// the low half is such a mask, the rest is what it was.
public record Fork(Scalar ones, Scalar zero) {}
