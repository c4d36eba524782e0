package io.sardonyx.ops.image.webp;

/** The transforms of VP8L, undone (RFC 9649, section 3.5). Pixels are ARGB. */
final class Vp8lTransforms {

  private static final int OPAQUE = 0xFF000000;

  private Vp8lTransforms() {}

  /** Adds the components of two pixels, each for itself. */
  private static int add(int a, int b) {
    int alphaGreen = (a & 0xFF00FF00) + (b & 0xFF00FF00);
    int redBlue = (a & 0x00FF00FF) + (b & 0x00FF00FF);
    return (alphaGreen & 0xFF00FF00) | (redBlue & 0x00FF00FF);
  }

  static void addGreen(int[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      int green = pixels[i] >> 8 & 0xFF;
      pixels[i] = add(pixels[i], green << 16 | green);
    }
  }

  /**
   * Undoes the transform of colors.
   *
   * @param factors for every tile of {@code 1 << bits} pixels' width and height three factors
   */
  static void colors(int[] pixels, int width, int[] factors, int bits) {
    int tiles = Vp8lDecoder.tiles(width, bits);
    for (int i = 0; i < pixels.length; i++) {
      int factor = factors[(i / width >> bits) * tiles + (i % width >> bits)];
      int green = pixels[i] << 16 >> 24;
      int red = (pixels[i] >> 16) + ((byte) factor * green >> 5) & 0xFF;
      int blue = pixels[i] + ((byte) (factor >> 8) * green >> 5);
      blue += (byte) (factor >> 16) * (byte) red >> 5;
      pixels[i] = pixels[i] & 0xFF00FF00 | red << 16 | blue & 0xFF;
    }
  }

  /**
   * Replaces places in a table by its colors.
   *
   * @param packed several places a pixel
   * @param bits binary logarithm of their number
   */
  static int[] palette(int[] packed, int width, int height, int[] table, int bits) {
    int[] pixels = new int[width * height];
    int packedWidth = Vp8lDecoder.tiles(width, bits);
    int size = 8 >> bits;
    for (int i = 0; i < pixels.length; i++) {
      int x = i % width;
      int green = packed[i / width * packedWidth + (x >> bits)] >> 8 & 0xFF;
      int place = green >> (x & (1 << bits) - 1) * size & (1 << size) - 1;
      pixels[i] = place < table.length ? table[place] : 0;
    }
    return pixels;
  }

  /**
   * Undoes the prediction of pixels.
   *
   * @param modes for every tile of {@code 1 << bits} pixels' width and height how it is predicted
   */
  static void predictions(int[] pixels, int width, int[] modes, int bits) {
    int tiles = Vp8lDecoder.tiles(width, bits);
    for (int i = 0; i < pixels.length; i++) {
      int x = i % width;
      int prediction;
      if (i == 0) {
        prediction = OPAQUE;
      } else if (i < width) {
        prediction = pixels[i - 1];
      } else if (x == 0) {
        prediction = pixels[i - width];
      } else {
        int mode = modes[(i / width >> bits) * tiles + (x >> bits)] >> 8 & 0xF;
        prediction = prediction(mode, pixels, i, width);
      }
      pixels[i] = add(pixels[i], prediction);
    }
  }

  private static int prediction(int mode, int[] p, int i, int width) {
    int left = p[i - 1];
    int top = p[i - width];
    int topLeft = p[i - width - 1];
    // Right of the last pixel of a row the next row begins: its first pixel is meant.
    int topRight = p[i - width + 1];
    return switch (mode) {
      case 1 -> left;
      case 2 -> top;
      case 3 -> topRight;
      case 4 -> topLeft;
      case 5 -> average(average(left, topRight), top);
      case 6 -> average(left, topLeft);
      case 7 -> average(left, top);
      case 8 -> average(topLeft, top);
      case 9 -> average(top, topRight);
      case 10 -> average(average(left, topLeft), average(top, topRight));
      case 11 -> select(left, top, topLeft);
      case 12 -> clampedSum(left, top, topLeft);
      case 13 -> clampedHalf(average(left, top), topLeft);
      default -> OPAQUE;
    };
  }

  /** The average of each component, rounded down. */
  private static int average(int a, int b) {
    return (((a ^ b) & 0xFEFEFEFE) >>> 1) + (a & b);
  }

  /** The one of left and top that is nearer to what both with the corner would make. */
  private static int select(int left, int top, int topLeft) {
    int toLeft = 0;
    int toTop = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int corner = topLeft >> shift & 0xFF;
      toLeft += Math.abs((top >> shift & 0xFF) - corner);
      toTop += Math.abs((left >> shift & 0xFF) - corner);
    }
    return toLeft < toTop ? left : top;
  }

  private static int clampedSum(int left, int top, int topLeft) {
    int sum = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int x = (left >> shift & 0xFF) + (top >> shift & 0xFF) - (topLeft >> shift & 0xFF);
      sum |= Math.clamp(x, 0, 255) << shift;
    }
    return sum;
  }

  private static int clampedHalf(int average, int topLeft) {
    int sum = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int a = average >> shift & 0xFF;
      sum |= Math.clamp(a + (a - (topLeft >> shift & 0xFF)) / 2, 0, 255) << shift;
    }
    return sum;
  }
}
