package io.sardonyx.proto.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens the external data files of one model and keeps them inside its folder (ONNX
 * ExternalDataSecurity.md). Each file is mapped once.
 *
 * <p>The strict form walks the path one component at a time relative to the open parent folder and
 * refuses symbolic links, so that nothing can be swapped between the check and the opening; a file
 * with several hard links is refused too. Where the platform has no such calls, the canonical path
 * is compared instead. The other form follows links, as long as they end below a root that the
 * caller named.
 */
final class ExternalDataFolder {

  private static final Set<OpenOption> READ_NO_LINKS =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path folder;
  private final Path linkRoot;
  private final Map<String, MemorySegment> mapped = new ConcurrentHashMap<>();

  private ExternalDataFolder(Path folder, Path linkRoot) {
    this.folder = folder;
    this.linkRoot = linkRoot;
  }

  static ExternalDataFolder strict(Path folder) {
    return new ExternalDataFolder(folder, null);
  }

  static ExternalDataFolder withLinksBelow(Path folder, Path root) {
    return new ExternalDataFolder(folder, root);
  }

  /** The bytes of {@code reference}, mapped read-only for the life of {@code arena}. */
  MemorySegment map(ExternalDataReference reference, Arena arena) {
    MemorySegment file =
        mapped.computeIfAbsent(reference.location(), l -> mapFile(reference, arena));
    long offset = reference.offset();
    long length = reference.length().orElse(Math.max(0, file.byteSize() - offset));
    if (offset > file.byteSize() || length > file.byteSize() - offset) {
      throw new ModelFormatException(
          "tensor '%s': external data at offset %d, length %d, is beyond the end of '%s' (%d bytes)"
              .formatted(
                  reference.tensor(), offset, length, reference.location(), file.byteSize()));
    }
    return file.asSlice(offset, length);
  }

  private MemorySegment mapFile(ExternalDataReference reference, Arena arena) {
    Path relative = relativePath(reference);
    try (FileChannel channel =
        linkRoot == null ? openStrict(reference, relative) : openBelowRoot(reference, relative)) {
      return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (NoSuchFileException e) {
      throw refused(reference, "no such file", e);
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? e.getMessage() : e.getReason();
      throw refused(reference, "cannot be opened without following a symbolic link: " + reason, e);
    } catch (IOException | UncheckedIOException e) {
      throw refused(reference, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static Path relativePath(ExternalDataReference reference) {
    Path path;
    try {
      path = Path.of(reference.location());
    } catch (InvalidPathException e) {
      throw refused(reference, "is not a valid path", e);
    }
    if (path.isAbsolute()
        || reference.location().startsWith("/")
        || reference.location().startsWith("\\")) {
      throw refused(reference, "is absolute; expected a path relative to the model", null);
    }
    for (Path part : path) {
      if (part.toString().equals("..")) {
        throw refused(reference, "leaves the model's folder", null);
      }
    }
    return path.normalize();
  }

  private FileChannel openStrict(ExternalDataReference reference, Path relative)
      throws IOException {
    Path path = folder.resolve(relative);
    refuseHardLinks(reference, path);
    try (DirectoryStream<Path> top = Files.newDirectoryStream(folder)) {
      if (top instanceof SecureDirectoryStream<Path> secure
          && descend(secure, relative) instanceof FileChannel channel) {
        return channel;
      }
    }
    Path real = path.toRealPath();
    if (!real.equals(folder.toRealPath().resolve(relative))) {
      throw refused(reference, "goes through a symbolic link", null);
    }
    return FileChannel.open(path, READ_NO_LINKS);
  }

  private static SeekableByteChannel descend(SecureDirectoryStream<Path> top, Path relative)
      throws IOException {
    if (relative.getNameCount() == 1) {
      return top.newByteChannel(relative, READ_NO_LINKS);
    }
    Path first = relative.getName(0);
    try (SecureDirectoryStream<Path> next =
        top.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
      return descend(next, relative.subpath(1, relative.getNameCount()));
    }
  }

  private FileChannel openBelowRoot(ExternalDataReference reference, Path relative)
      throws IOException {
    Path real = folder.resolve(relative).toRealPath();
    if (!real.startsWith(linkRoot.toRealPath())) {
      throw refused(reference, "leads outside the allowed root " + linkRoot, null);
    }
    return FileChannel.open(real, READ_NO_LINKS);
  }

  private static void refuseHardLinks(ExternalDataReference reference, Path path)
      throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink()) {
      throw refused(reference, "is a symbolic link", null);
    }
    if (!attributes.isRegularFile()) {
      throw refused(reference, "is not a regular file", null);
    }
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")
        && (Integer) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1) {
      throw refused(reference, "has more than one hard link", null);
    }
  }

  private static ModelFormatException refused(
      ExternalDataReference reference, String why, Throwable cause) {
    return new ModelFormatException(
        "tensor '%s': external data file '%s' %s"
            .formatted(reference.tensor(), reference.location(), why),
        cause);
  }
}
