package dev.skep.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BtfRefusalTest {
    @Test
    void emptyAndForeignBytesAreRefused() {
        refused(BtfCode.EMPTY, ByteBuffer.allocate(0));
        refused(BtfCode.NOT_BTF, ByteBuffer.allocate(24));
        refused(BtfCode.NOT_BTF, ByteBuffer.allocate(1));
    }

    @Test
    void headersThatLieAreRefused() {
        refused(BtfCode.TRUNCATED, good().limit(20).slice());
        refused(BtfCode.HEADER, good().put(2, (byte) 2));
        refused(BtfCode.HEADER, good().putInt(4, 8));
        refused(BtfCode.TRUNCATED, good().putInt(4, 4000));
        refused(BtfCode.TRUNCATED, good().putInt(12, -1));
        refused(BtfCode.TRUNCATED, good().putInt(16, Integer.MAX_VALUE));
        refused(BtfCode.HEADER, good().putInt(16, 0).putInt(20, 16));
    }

    @Test
    void newerHeadersWithUnknownFieldsAreRefused() {
        refused(BtfCode.HEADER, new BtfBytes().integer("int").section(64).put(40, (byte) 1));
    }

    @Test
    void stringsWithoutAnEndAreRefused() {
        ByteBuffer section = good();
        refused(BtfCode.STRING, section.put(section.capacity() - 1, (byte) 'x'));
    }

    @Test
    void namesOutsideTheStringsAreRefused() {
        refused(BtfCode.STRING, new BtfBytes().type(999, BtfKind.FWD.ordinal() << 24, 0));
        refused(BtfCode.STRING, new BtfBytes().type(-1, BtfKind.FWD.ordinal() << 24, 0));
    }

    @Test
    void unknownKindsAreRefused() {
        refused(BtfCode.KIND, new BtfBytes().type(0, 20 << 24, 0));
        refused(BtfCode.KIND, new BtfBytes().type(0, 0, 0));
    }

    @Test
    void typesThatEndEarlyAreRefused() {
        refused(BtfCode.TRUNCATED, new BtfBytes().type(BtfKind.STRUCT, 3, "s", 4, 0, 0, 0));
    }

    @Test
    void idsOutsideTheTypesAreRefused() {
        Diagnostic refusal = refused(BtfCode.REFERENCE, new BtfBytes().type(BtfKind.PTR, 0, "", 7));
        assertEquals("type 1 refers to type 7, but the last one is 1", refusal.message());
        assertEquals(new Place.InBytes(".BTF", 24), refusal.place());
        refused(BtfCode.REFERENCE, new BtfBytes().type(BtfKind.CONST, 0, "", -1));
    }

    @Test
    void typesThatContainThemselvesAreRefused() {
        refused(BtfCode.CYCLE, new BtfBytes().type(BtfKind.TYPEDEF, 0, "self", 1));
        refused(
                BtfCode.CYCLE,
                new BtfBytes().type(BtfKind.TYPEDEF, 0, "one", 2).type(BtfKind.CONST, 0, "", 1));
        refused(BtfCode.CYCLE, new BtfBytes().type(BtfKind.ARRAY, 0, "", 0, 1, 1, 2));
        refused(BtfCode.CYCLE, new BtfBytes().type(BtfKind.STRUCT, 1, "s", 4, 0, 1, 0));
    }

    @Test
    void pointersToThemselvesAreReadButNotWritten() {
        Btf btf = new BtfBytes().type(BtfKind.PTR, 0, "", 1).parse();
        assertEquals(8, btf.size(1));
        assertCode(BtfCode.TOO_LARGE, () -> CDeclarations.declare(btf, 1, "p"));
    }

    @Test
    void chainsBeyondMeasureAreRefusedWithoutExhaustingTheStack() {
        BtfBytes chain = new BtfBytes();
        for (int id = 1; id < 200_000; id++) {
            chain.type(BtfKind.CONST, 0, "", id + 1);
        }
        refused(BtfCode.TOO_LARGE, chain.integer("int"));
    }

    @Test
    void anonymousTypesThatMultiplyAreNotWritten() {
        BtfBytes bytes = new BtfBytes().integer("int");
        for (int id = 1; id < 60; id++) {
            bytes.type(BtfKind.UNION, 2, "", 4, 0, id, 0, 0, id, 0);
        }
        Btf btf = bytes.type(BtfKind.TYPEDEF, 0, "huge", 60).parse();
        assertCode(BtfCode.TOO_LARGE, () -> CDeclarations.all(btf));
        assertTrue(BtfFormat.text(btf, 61, new byte[4]).length() < 1_000_000);
    }

    @Test
    void namesThatOverlapBeyondMeasureAreRefused() {
        BtfBytes bytes = new BtfBytes();
        int start = bytes.string("x".repeat(30_000));
        for (int i = 0; i < 1000; i++) {
            bytes.type(start + i, BtfKind.FWD.ordinal() << 24, 0);
        }
        refused(BtfCode.TOO_LARGE, bytes);
        BtfBytes longer = new BtfBytes().integer("int");
        longer.string("x".repeat(40_000));
        refused(BtfCode.STRING, longer);
    }

    @Test
    void membersOutsideTheirStructureAreRefused() {
        refused(
                BtfCode.TYPE,
                new BtfBytes().integer("int").type(BtfKind.STRUCT, 1, "s", 4, 0, 1, 4000));
    }

    @Test
    void functionsNeedAPrototype() {
        refused(BtfCode.TYPE, new BtfBytes().integer("int").type(BtfKind.FUNC, 1, "f", 1));
    }

    @Test
    void typesWithoutASizeHaveNone() {
        Btf btf = new BtfBytes().type(BtfKind.FWD, 0, "s", 0).parse();
        assertCode(BtfCode.NO_SIZE, () -> btf.size(1));
        assertCode(BtfCode.NO_SIZE, () -> btf.size(0));
        assertCode(BtfCode.NO_SIZE, () -> btf.alignment(1));
        assertCode(BtfCode.REFERENCE, () -> btf.type(2));
        assertCode(BtfCode.REFERENCE, () -> btf.type(-1));
        assertCode(BtfCode.STRING, () -> btf.string(100));
    }

    @Test
    void arraysBeyondMeasureHaveNoSize() {
        BtfBytes bytes = new BtfBytes().integer("int");
        for (int id = 1; id < 4; id++) {
            bytes.type(BtfKind.ARRAY, 0, "", 0, id, 1, -1);
        }
        Btf btf = bytes.parse();
        assertCode(BtfCode.TOO_LARGE, () -> btf.size(4));
    }

    private static ByteBuffer good() {
        return new BtfBytes().integer("int").section(24);
    }

    private static Diagnostic refused(BtfCode code, BtfBytes bytes) {
        return refused(code, bytes.section(24));
    }

    private static Diagnostic refused(BtfCode code, ByteBuffer bytes) {
        return assertCode(code, () -> Btf.parse(bytes.position(0)));
    }

    private static Diagnostic assertCode(BtfCode code, Executable work) {
        Diagnostic refusal = assertThrows(MalformedException.class, work).diagnostic();
        assertEquals(code, refusal.code(), refusal.render());
        return refusal;
    }
}
