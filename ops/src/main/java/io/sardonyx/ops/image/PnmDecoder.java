package io.sardonyx.ops.image;

import io.sardonyx.ops.image.picture.Picture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes the Netpbm formats: bits, gray or color, as text (P1 to P3) or bytes (P4 to P6), and the
 * general one (P7), of which an alpha channel is dropped.
 *
 * @see <a href="https://netpbm.sourceforge.net/doc/index.html#formats">Netpbm formats</a>
 */
final class PnmDecoder {

  private final byte[] data;
  private int at = 2;

  private PnmDecoder(byte[] data) {
    this.data = data;
  }

  static boolean isPnm(byte[] data) {
    return data.length > 2
        && data[0] == 'P'
        && data[1] >= '1'
        && data[1] <= '7'
        && isSpace(data[2]);
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /**
   * Decodes a picture.
   *
   * @throws IOException if the data are none
   */
  static Picture decode(byte[] data) throws IOException {
    return new PnmDecoder(data).decode();
  }

  private Picture decode() throws IOException {
    char kind = (char) data[1];
    if (kind == '7') {
      return decodeGeneral();
    }
    int width = number();
    int height = number();
    boolean isBits = kind == '1' || kind == '4';
    int max = isBits ? 1 : number();
    int channels = kind == '3' || kind == '6' ? 3 : 1;
    if (kind >= '4') {
      at++; // the one space before the bytes
      return isBits ? bits(width, height) : bytes(width, height, channels, max);
    }
    Picture picture = picture(width, height);
    for (int i = 0; i < width * height; i++) {
      for (int c = 0; c < channels; c++) {
        int value = isBits ? 1 - digit() : number();
        put(picture, i, c, channels, scaled(value, max));
      }
    }
    return picture;
  }

  private static Picture picture(int width, int height) throws IOException {
    if (width < 1 || height < 1 || (long) width * height > Integer.MAX_VALUE / 3) {
      throw new IOException("the picture has " + width + " by " + height + " pixels");
    }
    return Picture.black(width, height);
  }

  private static int scaled(int value, int max) throws IOException {
    if (max < 1 || max > 65535 || value > max) {
      throw new IOException("a sample is " + value + " of " + max);
    }
    return (2 * 255 * value + max) / (2 * max);
  }

  private static void put(Picture picture, int pixel, int channel, int channels, int value) {
    for (int c = channel; c < 3; c += channels) {
      picture.rgb()[3 * pixel + c] = (byte) value;
    }
  }

  private Picture bits(int width, int height) throws IOException {
    int pitch = (width + 7) / 8;
    require((long) pitch * height);
    Picture picture = picture(width, height);
    for (int i = 0; i < width * height; i++) {
      int x = i % width;
      int bit = data[at + i / width * pitch + x / 8] >> (7 - x % 8) & 1;
      put(picture, i, 0, 1, bit == 1 ? 0 : 255);
    }
    return picture;
  }

  private Picture bytes(int width, int height, int depth, int max) throws IOException {
    int size = max > 255 ? 2 : 1;
    require((long) width * height * depth * size);
    Picture picture = picture(width, height);
    int channels = depth >= 3 ? 3 : 1;
    for (int i = 0; i < width * height; i++) {
      for (int c = 0; c < channels; c++) {
        int from = at + (i * depth + c) * size;
        int value = data[from] & 0xFF;
        value = size == 2 ? value << 8 | data[from + 1] & 0xFF : value;
        put(picture, i, c, channels, scaled(value, max));
      }
    }
    return picture;
  }

  private void require(long bytes) throws IOException {
    if (at > data.length || bytes > data.length - at) {
      throw new IOException("the data end too early");
    }
  }

  private Picture decodeGeneral() throws IOException {
    int width = 0;
    int height = 0;
    int depth = 0;
    int max = 0;
    for (String word = word(); !word.equals("ENDHDR"); word = word()) {
      switch (word) {
        case "WIDTH" -> width = number();
        case "HEIGHT" -> height = number();
        case "DEPTH" -> depth = number();
        case "MAXVAL" -> max = number();
        default -> word();
      }
    }
    at++;
    if (depth < 1 || depth > 4) {
      throw new IOException("the picture has " + depth + " channels");
    }
    return bytes(width, height, depth, max);
  }

  private void skipSpace() {
    while (at < data.length && (isSpace(data[at]) || data[at] == '#')) {
      if (data[at++] == '#') {
        while (at < data.length && data[at] != '\n' && data[at] != '\r') {
          at++;
        }
      }
    }
  }

  private String word() throws IOException {
    skipSpace();
    int from = at;
    while (at < data.length && !isSpace(data[at]) && data[at] != '#') {
      at++;
    }
    if (at == from) {
      throw new IOException("the data end too early");
    }
    return new String(data, from, at - from, StandardCharsets.ISO_8859_1);
  }

  private int number() throws IOException {
    String word = word();
    if (word.length() > 9 || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IOException("'" + word + "' is no number");
    }
    return Integer.parseInt(word);
  }

  /** A digit that may stand right beside the next. */
  private int digit() throws IOException {
    skipSpace();
    if (at >= data.length || data[at] < '0' || data[at] > '1') {
      throw new IOException("a bit is missing");
    }
    return data[at++] - '0';
  }
}
