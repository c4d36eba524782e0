package io.sardonyx.cli;

import io.sardonyx.OnnxException;
import io.sardonyx.Value;
import io.sardonyx.ValueInfo;
import io.sardonyx.runtime.importer.ValueDecoder;
import io.sardonyx.zoo.image.ImageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads inputs from files, and describes results. */
final class Values {

  private Values() {}

  /** The value in a file, by its extension. */
  static Value read(Path file, ValueInfo input) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".npy")) {
      return NpyFile.read(file);
    }
    if (name.endsWith(".pb")) {
      try {
        return new ValueDecoder().decode(Files.readAllBytes(file), input.type());
      } catch (IOException e) {
        throw new OnnxException(file + ": cannot be read: " + e.getMessage(), e);
      } catch (OnnxException e) {
        throw new OnnxException(file + ": " + e.getMessage(), e);
      }
    }
    return Pictures.preprocessing(input).tensor(ImageReader.DEFAULT.read(file));
  }

  /** Type, range and first numbers of a value. */
  static String describe(Value value) {
    return value.toString();
  }
}
