package io.sardonyx.proto.file;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.TensorProto;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * An ONNX model as it lies on disk: the parsed {@link ModelProto} and access to the bytes of its
 * tensors, inside the file or in external data files beside it.
 *
 * <p>The file is mapped and parsed with aliasing: large byte fields ({@code raw_data}) are views of
 * the mapping and cost no heap. They must not be touched after {@link #close()}, which unmaps.
 * Nothing is ever written. Thread-safe once opened.
 */
public final class ModelFile implements AutoCloseable {

  private final String name;
  private final ModelProto model;
  private final Map<TensorProto, MemorySegment> rawData;
  private final Arena arena;
  private final Optional<ExternalDataFolder> externalData;

  private ModelFile(
      String name,
      ModelProto model,
      Map<TensorProto, MemorySegment> rawData,
      Arena arena,
      Optional<ExternalDataFolder> externalData) {
    this.name = name;
    this.model = model;
    this.rawData = rawData;
    this.arena = arena;
    this.externalData = externalData;
  }

  /** Opens a model file; its external data may lie in the same folder or below it. */
  public static ModelFile open(Path file) {
    return open(file, ReadLimits.DEFAULT, Optional.empty());
  }

  /**
   * Opens a model file.
   *
   * @param externalRoot a folder that external data may be read from although symbolic links lead
   *     there, as in content-addressed download caches; empty for the strict default: the model's
   *     own folder and no links
   * @throws ModelFormatException if the file cannot be read or is not an ONNX model
   */
  public static ModelFile open(Path file, ReadLimits limits, Optional<Path> externalRoot) {
    Arena arena = Arena.ofShared();
    try {
      MappedModelReader reader = new MappedModelReader(limits);
      ModelProto model = parse(reader, map(file, limits, arena), file.toString());
      Path folder = file.toAbsolutePath().getParent();
      ExternalDataFolder data =
          externalRoot
              .map(root -> ExternalDataFolder.withLinksBelow(folder, root))
              .orElseGet(() -> ExternalDataFolder.strict(folder));
      return new ModelFile(file.toString(), model, reader.rawData(), arena, Optional.of(data));
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /** Parses a model held in memory; external data is refused, since there is no folder. */
  public static ModelFile of(byte[] bytes) {
    return of(bytes, ReadLimits.DEFAULT);
  }

  /**
   * Parses a model held in memory within limits. The array is not copied and must not change before
   * {@link #close()}.
   *
   * @throws ModelFormatException if the bytes are not an ONNX model
   */
  public static ModelFile of(byte[] bytes, ReadLimits limits) {
    String name = "model of " + bytes.length + " bytes in memory";
    if (bytes.length > limits.maxBytes()) {
      throw new ModelFormatException(
          name + ": larger than the limit of " + limits.maxBytes() + " bytes");
    }
    MappedModelReader reader = new MappedModelReader(limits);
    ModelProto model = parse(reader, MemorySegment.ofArray(bytes), name);
    return new ModelFile(name, model, reader.rawData(), Arena.ofShared(), Optional.empty());
  }

  /** Wraps a model built in memory; external data is refused, since there is no folder. */
  public static ModelFile of(ModelProto model) {
    return new ModelFile("model in memory", model, Map.of(), Arena.ofShared(), Optional.empty());
  }

  /** The file's path, or words for a model in memory; for messages. */
  public String name() {
    return name;
  }

  public ModelProto model() {
    return model;
  }

  /**
   * The little-endian bytes of a tensor that has {@code raw_data} or external data; empty if the
   * tensor uses one of the typed fields.
   *
   * @throws ModelFormatException if external data is missing, out of bounds, or not allowed
   */
  public Optional<MemorySegment> bytes(TensorProto tensor) {
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      ExternalDataFolder folder =
          externalData.orElseThrow(() ->
              new ModelFormatException(
                  "tensor '%s' has external data, but %s has no folder to read it from; load it from a file"
                      .formatted(tensor.getName(), name)));
      return Optional.of(folder.map(ExternalDataReference.of(tensor), arena));
    }
    MemorySegment mapped = rawData.get(tensor);
    if (mapped != null) {
      return Optional.of(mapped);
    }
    if (tensor.hasRawData()) {
      return Optional.of(MemorySegment.ofBuffer(tensor.getRawData().asReadOnlyByteBuffer()));
    }
    return Optional.empty();
  }

  /** Unmaps the file and its external data. Idempotent. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  private static MemorySegment map(Path file, ReadLimits limits, Arena arena) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (Files.isDirectory(file)) {
        throw new ModelFormatException(file + ": is a folder; expected an ONNX model file");
      }
      long size = channel.size();
      if (size == 0) {
        throw new ModelFormatException(file + ": is empty; expected an ONNX model");
      }
      if (size > limits.maxBytes()) {
        throw new ModelFormatException(
            "%s: has %d bytes, more than the limit of %d; a larger model keeps its weights in external data files"
                .formatted(file, size, limits.maxBytes()));
      }
      return channel.map(MapMode.READ_ONLY, 0, size, arena);
    } catch (NoSuchFileException e) {
      throw new ModelFormatException(file + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new ModelFormatException(file + ": no permission to read", e);
    } catch (IOException e) {
      throw new ModelFormatException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static ModelProto parse(MappedModelReader reader, MemorySegment bytes, String name) {
    try {
      return reader.read(bytes);
    } catch (ModelFormatException e) {
      throw new ModelFormatException(name + ": is not an ONNX model: " + e.getMessage(), e);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(name + ": is not an ONNX model: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelFormatException(name + ": cannot be read: " + e.getMessage(), e);
    } catch (InternalError e) {
      // What the JVM throws when a mapped file shrinks under the reader.
      throw new ModelFormatException(name + ": was truncated while it was being read", e);
    } catch (OutOfMemoryError e) {
      throw new ModelFormatException(
          name + ": does not fit into the heap; raise -Xmx or lower the read limits", e);
    }
  }
}
