package dev.skep.hook;

import dev.skep.capture.CaptureFormat;
import dev.skep.capture.CaptureWriter;
import dev.skep.capture.LinkType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes what leaves a hook into captures of Ethernet frames, one for each exit: what passed to
/// the file that was named, `passed.pcap`, the rest beside it, `passed.tx.pcap`,
/// `passed.redirect-3.pcap`. The files appear when [#finish] is called; closing without that leaves
/// no trace.
public final class OutputFiles implements PacketSink, AutoCloseable {
    private final Path base;
    private final CaptureFormat format;
    private final Map<Path, CaptureWriter> writers = new TreeMap<>();

    private OutputFiles(Path base, CaptureFormat format) {
        this.base = base;
        this.format = format;
    }

    /// Starts the files; the one of packets that passed will be there even if none does.
    public static OutputFiles create(Path base, CaptureFormat format) throws IOException {
        OutputFiles files = new OutputFiles(base, format);
        files.writer(new Exit.Passed());
        return files;
    }

    @Override
    public void take(Exit exit, long nanos, byte[] bytes, int originalLength) throws IOException {
        writer(exit).write(nanos, MemorySegment.ofArray(bytes), originalLength);
    }

    /// Completes the files and puts them in their places, over what was there.
    ///
    /// @return their names, in order
    public List<Path> finish() throws IOException {
        for (CaptureWriter writer : writers.values()) {
            writer.finish();
        }
        return new ArrayList<>(writers.keySet());
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (CaptureWriter writer : writers.values()) {
            try {
                writer.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private CaptureWriter writer(Exit exit) throws IOException {
        Path file = file(exit);
        CaptureWriter writer = writers.get(file);
        if (writer == null) {
            writer = CaptureWriter.create(file, format, LinkType.ETHERNET.number());
            writers.put(file, writer);
        }
        return writer;
    }

    private Path file(Exit exit) {
        if (exit instanceof Exit.Passed) {
            return base;
        }
        String name = base.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = dot > 0 ? name.substring(dot) : "";
        return base.resolveSibling(stem + "." + exit.label() + extension);
    }
}
