package dev.skep.lab.fuzz;

import dev.skep.asm.Assembler;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfExt;
import dev.skep.btf.BtfFormat;
import dev.skep.btf.BtfKind;
import dev.skep.btf.CDeclarations;
import dev.skep.capture.Capture;
import dev.skep.capture.CapturedPacket;
import dev.skep.diag.SkepException;
import dev.skep.elf.ElfFile;
import dev.skep.isa.InsnDecoder;
import dev.skep.isa.classic.ClassicPrinter;
import dev.skep.isa.classic.ClassicProgram;
import dev.skep.isa.classic.ClassicReader;
import dev.skep.isa.classic.ClassicTranslator;
import dev.skep.isa.classic.Flavour;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// A reader, and everything that can be asked of what it has read.
enum Target {
    /// ELF files.
    ELF(bytes -> readAll(ElfFile.parse(bytes))),
    /// The contents of `.BTF`.
    BTF(bytes -> readAll(Btf.parse(bytes))),
    /// The contents of `.BTF.ext`, next to sound types.
    BTF_EXT(bytes -> readAll(BtfExt.parse(ByteBuffer.wrap(bytes), Cases.types()))),
    /// Objects.
    OBJECT(bytes -> readAll(BpfObject.read(bytes))),
    /// Instructions.
    INSTRUCTIONS(
            bytes -> {
                InsnDecoder.decode(bytes, ByteOrder.LITTLE_ENDIAN);
                InsnDecoder.decode(bytes, ByteOrder.BIG_ENDIAN);
            }),
    /// Assembler text.
    TEXT(bytes -> Assembler.assemble(new String(bytes, StandardCharsets.ISO_8859_1))),
    /// Classic filters, as bytes.
    CLASSIC(
            bytes -> {
                readAll(ClassicProgram.decode(bytes, ByteOrder.BIG_ENDIAN));
                readAll(ClassicProgram.decode(bytes, ByteOrder.LITTLE_ENDIAN));
            }),
    /// Classic filters, as text.
    CLASSIC_TEXT(
            bytes -> readAll(ClassicReader.read(new String(bytes, StandardCharsets.ISO_8859_1)))),
    /// Packet captures.
    CAPTURE(bytes -> Capture.of(MemorySegment.ofArray(bytes)).forEach(CapturedPacket::data));

    private final Consumer<byte[]> reader;

    Target(Consumer<byte[]> reader) {
        this.reader = reader;
    }

    /// Reads `bytes`; they are read or refused, and every other end is a bug.
    void read(byte[] bytes) {
        refusable(() -> reader.accept(bytes));
    }

    private static void refusable(Runnable work) {
        try {
            work.run();
        } catch (SkepException refused) {
            if (refused.diagnostic().render().isEmpty()) {
                throw new AssertionError("an empty diagnostic", refused);
            }
        }
    }

    private static void readAll(ElfFile file) {
        file.sections().forEach(file::relocations);
        file.section(".BTF").ifPresent(section -> readAll(Btf.parse(section.contents())));
    }

    private static void readAll(Btf btf) {
        refusable(() -> CDeclarations.all(btf));
        byte[] value = new byte[4096];
        for (int i = 1; i <= Math.min(btf.lastId(), 500); i++) {
            int id = i;
            btf.type(id);
            btf.find(BtfKind.STRUCT, btf.name(id));
            refusable(() -> btf.alignment(id));
            refusable(() -> btf.size(btf.resolve(id)));
            refusable(() -> BtfFormat.text(btf, id, value));
        }
    }

    private static void readAll(BtfExt ext) {
        for (String section : ext.sections()) {
            ext.functions(section);
            ext.lines(section);
            ext.relocations(section);
        }
    }

    private static void readAll(BpfObject object) {
        object.relocations();
        object.maps();
        object.programs();
        object.remarks();
        refusable(() -> object.link(LinkOptions.standard()));
        object.btf()
                .ifPresent(
                        btf ->
                                refusable(
                                        () -> object.link(LinkOptions.standard().withTarget(btf))));
    }

    private static void readAll(ClassicProgram program) {
        ClassicPrinter.print(program);
        for (Flavour flavour : Flavour.values()) {
            refusable(() -> ClassicTranslator.translate(program, flavour));
        }
    }
}
