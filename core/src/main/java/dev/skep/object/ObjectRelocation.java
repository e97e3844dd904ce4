package dev.skep.object;

/// One relocation of an object, readable.
///
/// @param section the section that is patched
/// @param offset the place in it, in bytes
/// @param function the function that the place belongs to, or the empty string outside code
/// @param slot the instruction within that function, -1 outside code
/// @param type the ELF relocation type (`R_BPF_64_64`) or the CO-RE kind (`field_byte_offset`)
/// @param symbol the symbol or CO-RE access string it refers to: `flows`, `struct task_struct.pid`
/// @param meaning what linking makes of it: `address of map flows`
public record ObjectRelocation(
        String section,
        long offset,
        String function,
        int slot,
        String type,
        String symbol,
        String meaning) {}
