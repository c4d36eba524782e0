package io.sardonyx.server.repository;

import io.sardonyx.server.proto.ModelConfig;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/**
 * What a model is loaded from.
 *
 * @param config as written, or null: everything is derived from the model
 * @param folder where labels lie; null: there are none
 * @param versions the model of every version that is to be served
 * @param fingerprint changes whenever the files change
 */
record ModelSource(
    String name,
    ModelConfig config,
    Path folder,
    SortedMap<Long, Origin> versions,
    String fingerprint) {

  /** Where the bytes of a model are. */
  sealed interface Origin {}

  /** A file, with external data beside it. */
  record FileOrigin(Path file) implements Origin {}

  /** Bytes that a client sent. */
  record BytesOrigin(byte[] model) implements Origin {}

  /** Takes the folders of the machine from a message. */
  UnaryOperator<String> publicText(Path root) {
    String prefix = root.toAbsolutePath().normalize() + "/";
    return text -> text == null ? "" : text.replace(prefix, "");
  }
}
