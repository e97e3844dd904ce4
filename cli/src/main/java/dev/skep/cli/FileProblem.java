package dev.skep.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Says in words what the file system's exceptions say by their class.
final class FileProblem {
    private FileProblem() {}

    static String describe(IOException exception) {
        return switch (exception) {
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case NotDirectoryException folder -> "not a folder: " + folder.getFile();
            case DirectoryNotEmptyException folder ->
                    "the folder is not empty: " + folder.getFile();
            case FileSystemException other when other.getReason() != null ->
                    other.getReason() + ": " + other.getFile();
            default -> String.valueOf(exception.getMessage());
        };
    }
}
