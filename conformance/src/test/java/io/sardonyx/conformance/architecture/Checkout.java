package io.sardonyx.conformance.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds modules and their source files from any module's folder. */
public final class Checkout {

  /** The folder that holds all modules. */
  public static final Path ROOT = root();

  private Checkout() {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("onnx-proto/src"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** Where a module's classes are compiled to. */
  public static Path classes(String module) {
    return ROOT.resolve(module).resolve("target/classes");
  }

  /** The modules that hold code, by the names of their folders. */
  static List<String> modules() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders
          .filter(f -> Files.isDirectory(f.resolve("src/main/java")))
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Java files in a part of a module, such as {@code src/main/java}. */
  static List<Path> sources(String module, String part) {
    Path folder = ROOT.resolve(module).resolve(part);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
