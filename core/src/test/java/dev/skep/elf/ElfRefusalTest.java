package dev.skep.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ElfRefusalTest {
    @Test
    void anEmptyFileIsRefused() {
        refused(ElfCode.EMPTY, new byte[0]);
    }

    @Test
    void anythingElseIsNotElf() {
        Diagnostic text = refused(ElfCode.NOT_ELF, "hello\n".getBytes(StandardCharsets.US_ASCII));
        assertTrue(text.message().endsWith("but text"), text.message());
        refused(ElfCode.NOT_ELF, new byte[] {0x7f, 'E', 'L', 'G', 0, 0});
        Diagnostic bitcode =
                refused(ElfCode.NOT_ELF, new byte[] {'B', 'C', (byte) 0xc0, (byte) 0xde});
        assertTrue(bitcode.message().contains("LLVM bitcode"), bitcode.message());
    }

    @Test
    void aHeaderThatEndsEarlyIsTruncated() {
        refused(ElfCode.TRUNCATED, Arrays.copyOf(Cases.bytes("maps.o"), 40));
        refused(ElfCode.TRUNCATED, Arrays.copyOf(Cases.bytes("maps.o"), 2000));
    }

    @Test
    void filesOf32BitsAreRefused() {
        refused(ElfCode.CLASS_32, Cases.copy("maps.o").put(4, (byte) 1));
    }

    @Test
    void codeForAnotherMachineIsNamed() {
        Diagnostic intel =
                refused(ElfCode.WRONG_MACHINE, Cases.copy("maps.o").putShort(18, (short) 62));
        assertTrue(intel.message().contains("x86-64"), intel.message());
        Diagnostic unknown =
                refused(ElfCode.WRONG_MACHINE, Cases.copy("maps.o").putShort(18, (short) 999));
        assertTrue(unknown.message().contains("machine 999"), unknown.message());
    }

    @Test
    void filesWithoutAMachineAreRead() {
        ByteBuffer file = Cases.copy("maps.o").putShort(18, (short) 0);
        assertFalse(ElfFile.parse(file.array()).sections().isEmpty());
    }

    @Test
    void executablesAreRefused() {
        Diagnostic refusal =
                refused(ElfCode.NOT_RELOCATABLE, Cases.copy("maps.o").putShort(16, (short) 2));
        assertTrue(refusal.message().contains("an executable"), refusal.message());
    }

    @Test
    void aHugeNumberOfSectionsIsRefused() {
        ByteBuffer file = Cases.copy("maps.o").putShort(60, (short) 0);
        file.putLong((int) file.getLong(40) + 32, Long.MAX_VALUE / 2);
        refused(ElfCode.TRUNCATED, file);
        refused(ElfCode.TRUNCATED, Cases.copy("maps.o").putShort(60, (short) 0xfe00));
    }

    @Test
    void aTableOfSectionsOutsideTheFileIsRefused() {
        for (long offset : new long[] {-1, Long.MAX_VALUE, 1L << 33, 8}) {
            refused(ElfCode.TRUNCATED, Cases.copy("maps.o").putLong(40, offset));
        }
        refused(ElfCode.HEADER, Cases.copy("maps.o").putLong(40, 0));
        refused(ElfCode.HEADER, Cases.copy("maps.o").putShort(58, (short) 40));
    }

    @Test
    void aSectionOutsideTheFileIsRefused() {
        for (long offset : new long[] {-8, Long.MAX_VALUE, 1L << 40}) {
            ByteBuffer file = Cases.copy("maps.o");
            refused(ElfCode.TRUNCATED, file.putLong(Cases.headerOf(file, "xdp") + 24, offset));
        }
        ByteBuffer file = Cases.copy("maps.o");
        refused(ElfCode.TRUNCATED, file.putLong(Cases.headerOf(file, "xdp") + 32, -1));
    }

    @Test
    void sectionsThatOverlapAreRefused() {
        ByteBuffer file = Cases.copy("maps.o");
        int text = Cases.headerOf(file, ".text");
        Diagnostic refusal =
                refused(
                        ElfCode.SECTION,
                        file.putLong(
                                Cases.headerOf(file, "license") + 24, file.getLong(text + 24)));
        assertTrue(refusal.message().contains("overlaps"), refusal.message());
    }

    @Test
    void codeWithoutBytesIsRefused() {
        ByteBuffer file = Cases.copy("maps.o");
        refused(ElfCode.SECTION, file.putInt(Cases.headerOf(file, "xdp") + 4, Section.NOBITS));
    }

    @Test
    void aNameOutsideItsTableIsRefused() {
        ByteBuffer file = Cases.copy("maps.o");
        refused(ElfCode.STRING, file.putInt(Cases.headerOf(file, "xdp"), -5));
        ByteBuffer symbols = Cases.copy("maps.o");
        int table = (int) symbols.getLong(Cases.headerOf(symbols, ".symtab") + 24);
        Diagnostic refusal = refused(ElfCode.STRING, symbols.putInt(table + 24, 1 << 20));
        assertTrue(refusal.render().contains("section .strtab, offset 0x100000"), refusal.render());
    }

    @Test
    void aSymbolTableWithoutNamesIsRefused() {
        ByteBuffer file = Cases.copy("maps.o");
        int header = Cases.headerOf(file, ".symtab");
        int own = ElfFile.parse(file.array()).section(".symtab").orElseThrow().index();
        refused(ElfCode.SYMBOL, file.putInt(header + 40, own));
    }

    @Test
    void aSymbolInAMissingSectionIsRefused() {
        ByteBuffer file = Cases.copy("maps.o");
        int table = (int) file.getLong(Cases.headerOf(file, ".symtab") + 24);
        refused(ElfCode.SYMBOL, file.putShort(table + 24 + 6, (short) 0x1234));
        ByteBuffer extended = Cases.copy("maps.o");
        refused(ElfCode.SYMBOL, extended.putShort(table + 24 + 6, (short) 0xffff));
    }

    @Test
    void relocationsToNowhereAreRefused() {
        ByteBuffer file = Cases.copy("maps.o");
        int table = (int) file.getLong(Cases.headerOf(file, ".relxdp") + 24);
        refused(ElfCode.RELOCATION, file.putInt(table + 12, 0x7fffffff));
        ByteBuffer outside = Cases.copy("maps.o");
        refused(ElfCode.RELOCATION, outside.putLong(table, 1 << 20));
    }

    @Test
    void aRelocationSectionAboutItselfIsRefused() {
        ByteBuffer file = Cases.copy("maps.o");
        int own = ElfFile.parse(file.array()).section(".relxdp").orElseThrow().index();
        refused(ElfCode.RELOCATION, file.putInt(Cases.headerOf(file, ".relxdp") + 44, own));
    }

    @Test
    void aSectionThatExpandsBeyondMeasureIsRefused() {
        ByteBuffer file = Cases.copy("maps.zlib.o");
        int packed = (int) file.getLong(Cases.headerOf(file, ".debug_str") + 24);
        refused(ElfCode.COMPRESSION, Cases.copy("maps.zlib.o").putLong(packed + 8, 1L << 40));
        refused(ElfCode.COMPRESSION, Cases.copy("maps.zlib.o").putInt(packed + 24, 0));
    }

    @Test
    void debugInformationInAnotherFormatStaysCompressed() {
        ByteBuffer file = Cases.copy("maps.zlib.o");
        int packed = (int) file.getLong(Cases.headerOf(file, ".debug_str") + 24);
        Section section =
                ElfFile.parse(file.putInt(packed, 2).array()).section(".debug_str").orElseThrow();
        assertTrue(section.has(Section.COMPRESSED));
    }

    private static Diagnostic refused(ElfCode code, ByteBuffer file) {
        return refused(code, file.array());
    }

    private static Diagnostic refused(ElfCode code, byte[] file) {
        Diagnostic refusal =
                assertThrows(MalformedException.class, () -> ElfFile.parse(file)).diagnostic();
        assertEquals(code, refusal.code(), refusal.render());
        assertFalse(refusal.remedy().isEmpty());
        return refusal;
    }
}
