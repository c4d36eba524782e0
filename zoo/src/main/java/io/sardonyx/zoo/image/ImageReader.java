package io.sardonyx.zoo.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads PNG, JPEG, GIF and BMP pictures, and those of every other ImageIO plug-in that is
 * installed, by their content. As in Pillow's {@code convert("RGB")}, transparency and colour
 * profiles are ignored and 16-bit samples lose their lower byte; unlike there, a JPEG's EXIF
 * orientation is applied.
 *
 * @param maxPixels most pixels of a picture; checked before anything is decoded, so that a small
 *     file cannot fill the memory
 */
public record ImageReader(long maxPixels) {

  /** Pictures of up to 100 million pixels. */
  public static final ImageReader DEFAULT = new ImageReader(100_000_000);

  public ImageReader {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels is " + maxPixels + "; expected 1 or more");
    }
  }

  /**
   * Reads a file.
   *
   * @throws InvalidImageException if the file cannot be read or is no picture of a known format
   */
  public Image read(Path file) {
    byte[] bytes;
    try {
      long size = Files.size(file);
      if (size > maxBytes()) {
        throw new InvalidImageException(
            "%s: has %d bytes; a picture of at most %d pixels has no more than %d"
                .formatted(file, size, maxPixels, maxBytes()));
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new InvalidImageException(file + ": cannot be read: it does not exist", e);
    } catch (IOException e) {
      throw new InvalidImageException(file + ": cannot be read: " + e.getMessage(), e);
    }
    return decode(bytes, file.toString());
  }

  /** Uncompressed 16-bit RGBA and something for metadata. */
  private long maxBytes() {
    return Math.min(maxPixels, Integer.MAX_VALUE / 8 - (1 << 21)) * 8 + (1 << 24);
  }

  /**
   * Decodes a file's content.
   *
   * @param name what messages call it
   * @throws InvalidImageException if it is no picture of a known format, or damaged
   */
  public Image decode(byte[] bytes, String name) {
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<javax.imageio.ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new InvalidImageException(
            "%s: is no picture of a known format (%s); expected PNG, JPEG, GIF or BMP"
                .formatted(name, start(bytes)));
      }
      javax.imageio.ImageReader reader = readers.next();
      try {
        return decode(reader, stream, bytes, name);
      } finally {
        reader.dispose();
      }
    } catch (InvalidImageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The JDK's readers answer some damaged files with unchecked exceptions of many kinds.
      throw new InvalidImageException(name + ": cannot be decoded: " + e, e);
    }
  }

  private Image decode(
      javax.imageio.ImageReader reader, ImageInputStream stream, byte[] bytes, String name)
      throws IOException {
    reader.setInput(stream, true, true);
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > maxPixels) {
      throw new InvalidImageException(
          "%s: has %dx%d pixels; at most %d are allowed".formatted(name, width, height, maxPixels));
    }
    Image.samples(width, height, 4);
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    Image image;
    if (JpegHeader.matches(bytes) && reader.canReadRaster()) {
      JpegHeader header = JpegHeader.parse(bytes, name);
      image = header.orientation().apply(JpegColors.image(reader.readRaster(0, null), header));
    } else {
      image = Rasters.image(reader.read(0));
    }
    for (String warning : warnings) {
      // libjpeg fills the missing part with gray and only warns.
      if (warning.contains("Truncated")) {
        throw new InvalidImageException(name + ": " + warning);
      }
    }
    return image;
  }

  private static String start(byte[] bytes) {
    if (bytes.length == 0) {
      return "it is empty";
    }
    StringBuilder text = new StringBuilder("it starts with");
    for (int i = 0; i < Math.min(bytes.length, 8); i++) {
      text.append(" %02x".formatted(bytes[i]));
    }
    return text.toString();
  }
}
