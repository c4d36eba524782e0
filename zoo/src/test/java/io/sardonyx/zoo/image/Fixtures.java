package io.sardonyx.zoo.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The pictures that image_fixtures.py wrote, and comparisons by grey levels. */
final class Fixtures {

  private Fixtures() {}

  static Path folder(String name) {
    try {
      return Path.of(Fixtures.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Path> files(String folder) {
    try (Stream<Path> files = Files.list(folder(folder))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a binary PPM or PGM without comments. */
  static Image ppm(Path file) {
    byte[] bytes = bytes(file);
    int start = 0;
    for (int lines = 0; lines < 3; start++) {
      lines += bytes[start] == '\n' ? 1 : 0;
    }
    String[] header = new String(bytes, 0, start, StandardCharsets.US_ASCII).split("\\s", -1);
    byte[] pixels = Arrays.copyOfRange(bytes, start, bytes.length);
    int width = Integer.parseInt(header[1]);
    int height = Integer.parseInt(header[2]);
    return header[0].equals("P6")
        ? Image.rgb(width, height, pixels)
        : Image.gray(width, height, pixels);
  }

  /** Asserts that no level differs by more than one and most do not differ. */
  static void assertClose(Image got, Image expected) {
    assertThat(got.toString()).isEqualTo(expected.toString());
    byte[] a = got.bytes();
    byte[] b = expected.bytes();
    int same = 0;
    for (int i = 0; i < a.length; i++) {
      int difference = (a[i] & 0xff) - (b[i] & 0xff);
      assertThat(Math.abs(difference)).as("difference of sample %d", i).isLessThanOrEqualTo(1);
      same += difference == 0 ? 1 : 0;
    }
    assertThat(same).as("equal samples of %d", a.length).isGreaterThanOrEqualTo(a.length * 9 / 10);
  }
}
