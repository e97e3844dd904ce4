package dev.skep.verify.domain;

/// What is known of a comparison beforehand.
public enum Prediction {
    /// It holds for all values.
    ALWAYS,
    /// It holds for none.
    NEVER,
    /// It may or may not hold.
    MAYBE
}
