package dev.skep.program;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import java.util.List;

/// One function in a program's code.
///
/// @param start its first slot
/// @param end the slot after its last
/// @param global whether it has external linkage, so that the kernel verifies it on its own
/// @param btfId the id of its `BTF_KIND_FUNC`, 0 if unknown
public record Subprogram(String name, int start, int end, boolean global, int btfId) {
    private static final String EXCEPTION_CALLBACK = "exception_callback:";

    /// The functions that the function of that id names in declaration tags as those to be called
    /// when an exception is thrown; the kernel accepts one at most, and of the program's entry.
    public static List<String> exceptionCallbacks(Btf btf, int function) {
        return btf.tags(function, BtfType.DeclarationTag.WHOLE).stream()
                .filter(tag -> tag.startsWith(EXCEPTION_CALLBACK))
                .map(tag -> tag.substring(EXCEPTION_CALLBACK.length()))
                .toList();
    }
}
