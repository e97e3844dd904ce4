package dev.skep.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DiagnosticTest {
    private enum Fault implements Code {
        ODD;

        @Override
        public String id() {
            return "X001";
        }

        @Override
        public String title() {
            return "an odd name";
        }
    }

    @Test
    void controlCharactersOfNamesDoNotReachTheTerminal() {
        Diagnostic diagnostic =
                Diagnostic.of(Fault.ODD, "there is no \u001b[2Jmap")
                        .at(new Place.Named("section \r.maps\u009b"))
                        .fix("name it");
        assertEquals(
                "X001: there is no ?[2Jmap\n  at section ?.maps?\n  fix: name it",
                diagnostic.render());
    }
}
