package dev.skep.verify.flow;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.program.Subprogram;
import dev.skep.verify.VerifierCode;
import java.util.List;
import java.util.OptionalInt;

/// The function that makes the program's result of an exception's cookie: the entry names it in a
/// declaration tag.
final class ExceptionCallback {
    private ExceptionCallback() {}

    /// Where it starts, if the entry names one.
    ///
    /// @throws Refusal if it names none that can be one
    static OptionalInt start(Listing listing) {
        List<Subprogram> all = listing.program().subprograms();
        if (listing.program().btf().isEmpty() || all.isEmpty() || all.getFirst().btfId() == 0) {
            return OptionalInt.empty();
        }
        Btf btf = listing.program().btf().get();
        List<String> names = Subprogram.exceptionCallbacks(btf, all.getFirst().btfId());
        if (names.isEmpty()) {
            return OptionalInt.empty();
        }
        if (names.size() > 1) {
            throw refuse(
                    listing,
                    "the program names %d exception callbacks".formatted(names.size()),
                    "multiple exception callback tags for main subprog");
        }
        String name = names.getFirst();
        int id =
                btf.find(BtfKind.FUNC, name)
                        .orElseThrow(
                                () ->
                                        refuse(
                                                listing,
                                                "there is no function " + name,
                                                "exception callback '%s' could not be found in BTF"
                                                        .formatted(name)));
        if (((BtfType.Function) btf.type(id)).linkage() != BtfType.Linkage.GLOBAL) {
            throw refuse(
                    listing,
                    "the exception callback %s is not global".formatted(name),
                    "exception callback '%s' must have global linkage".formatted(name));
        }
        for (Subprogram function : all) {
            if (function.btfId() == id && function.start() > 0) {
                return OptionalInt.of(function.start());
            }
        }
        throw refuse(
                listing,
                "the program does not contain the exception callback " + name,
                "exception callback type id not found in func_info");
    }

    private static Refusal refuse(Listing listing, String message, String kernel) {
        return listing.refuse(VerifierCode.EXCEPTION, 0, message, kernel);
    }
}
