package dev.skep.diag;

/// The stable name of one kind of refusal. Each room that refuses things has one enum of these; ids
/// are unique over the whole project and never change their meaning.
public interface Code {
    /// The letter of the room and three digits: `E003`.
    String id();

    /// One line that says what went wrong in general, without the particulars.
    String title();
}
