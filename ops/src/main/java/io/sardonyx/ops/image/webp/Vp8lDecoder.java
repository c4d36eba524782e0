package io.sardonyx.ops.image.webp;

import io.sardonyx.ops.image.picture.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes VP8L, the lossless kind of WebP. Alpha is dropped.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9649#section-3">RFC 9649, section 3</a>
 */
final class Vp8lDecoder {

  private static final int SIGNATURE = 0x2F;

  private static final int GREENS = 256;
  private static final int LENGTHS = 24;
  private static final int DISTANCES = 40;

  /** Where the 120 nearest pixels are: rows up times 16, plus 8 less columns to the left. */
  private static final int[] NEAR = {
    24, 7, 23, 25, 40, 6, 39, 41, 22, 26, 38, 42, 56, 5, 55, 57, 21, 27, 54, 58, 37, 43, 72, 4, 71,
    73, 20, 28, 53, 59, 70, 74, 36, 44, 88, 69, 75, 52, 60, 3, 87, 89, 19, 29, 86, 90, 35, 45, 68,
    76, 85, 91, 51, 61, 104, 2, 103, 105, 18, 30, 102, 106, 34, 46, 84, 92, 67, 77, 101, 107, 50,
    62, 120, 1, 119, 121, 83, 93, 17, 31, 100, 108, 66, 78, 118, 122, 33, 47, 117, 123, 49, 63, 99,
    109, 82, 94, 0, 116, 124, 65, 79, 16, 32, 98, 110, 48, 115, 125, 81, 95, 64, 114, 126, 97, 111,
    80, 113, 127, 96, 112,
  };

  /** A transform that was made after the others, with its picture of parameters. */
  private record Transform(int type, int width, int bits, int[] data) {}

  private final BitReader in;
  private final List<Transform> transforms = new ArrayList<>();

  private Vp8lDecoder(BitReader in) {
    this.in = in;
  }

  /** Number of tiles of {@code 1 << bits} pixels' width in a row. */
  static int tiles(int width, int bits) {
    return (width + (1 << bits) - 1) >> bits;
  }

  /**
   * Decodes the picture in a part of {@code data}.
   *
   * @throws IOException if it is none
   */
  static Picture decode(byte[] data, int from, int to) throws IOException {
    BitReader in = new BitReader(data, from, to);
    if (in.bits(8) != SIGNATURE) {
      throw new IOException("this is no lossless picture");
    }
    int width = 1 + in.bits(14);
    int height = 1 + in.bits(14);
    in.flag(); // whether alpha matters
    if (in.bits(3) != 0) {
      throw new IOException("the version is unknown");
    }
    int[] argb = new Vp8lDecoder(in).picture(width, height);
    Picture picture = Picture.black(width, height);
    for (int i = 0; i < argb.length; i++) {
      picture.rgb()[3 * i] = (byte) (argb[i] >> 16);
      picture.rgb()[3 * i + 1] = (byte) (argb[i] >> 8);
      picture.rgb()[3 * i + 2] = (byte) argb[i];
    }
    return picture;
  }

  private int[] picture(int width, int height) throws IOException {
    int coded = width;
    int seen = 0;
    while (in.flag()) {
      int type = in.bits(2);
      if ((seen & 1 << type) != 0) {
        throw new IOException("a transform is given twice");
      }
      seen |= 1 << type;
      coded = readTransform(type, coded, height);
    }
    int[] pixels = entropyCoded(coded, height, true);
    for (Transform t : transforms.reversed()) {
      switch (t.type) {
        case 0 -> Vp8lTransforms.predictions(pixels, t.width, t.data, t.bits);
        case 1 -> Vp8lTransforms.colors(pixels, t.width, t.data, t.bits);
        case 2 -> Vp8lTransforms.addGreen(pixels);
        default -> pixels = Vp8lTransforms.palette(pixels, t.width, height, t.data, t.bits);
      }
    }
    return pixels;
  }

  /** Reads a transform; gives the width of what is coded after it. */
  private int readTransform(int type, int width, int height) throws IOException {
    switch (type) {
      case 0, 1 -> {
        int bits = 2 + in.bits(3);
        int[] data = entropyCoded(tiles(width, bits), tiles(height, bits), false);
        transforms.add(new Transform(type, width, bits, data));
        return width;
      }
      case 2 -> {
        transforms.add(new Transform(type, width, 0, null));
        return width;
      }
      default -> {
        int size = 1 + in.bits(8);
        int[] table = entropyCoded(size, 1, false);
        for (int i = 1; i < size; i++) {
          int sum = 0;
          for (int shift = 0; shift < 32; shift += 8) {
            sum |= ((table[i] >> shift) + (table[i - 1] >> shift) & 0xFF) << shift;
          }
          table[i] = sum;
        }
        int bits = size > 16 ? 0 : size > 4 ? 1 : size > 2 ? 2 : 3;
        transforms.add(new Transform(type, width, bits, table));
        return tiles(width, bits);
      }
    }
  }

  /** Reads pixels; only the outermost picture may have several groups of codes. */
  private int[] entropyCoded(int width, int height, boolean isOutermost) throws IOException {
    int cacheBits = in.flag() ? in.bits(4) : 0;
    if (cacheBits > 11) {
      throw new IOException("the color cache is too large");
    }
    int[] groupOfTile = {0};
    int tileBits = 30;
    int groups = 1;
    if (isOutermost && in.flag()) {
      tileBits = 2 + in.bits(3);
      groupOfTile = entropyCoded(tiles(width, tileBits), tiles(height, tileBits), false);
      for (int i = 0; i < groupOfTile.length; i++) {
        groupOfTile[i] = groupOfTile[i] >> 8 & 0xFFFF;
        groups = Math.max(groups, groupOfTile[i] + 1);
      }
    }
    int cacheSize = cacheBits == 0 ? 0 : 1 << cacheBits;
    int[] alphabets = {GREENS + LENGTHS + cacheSize, 256, 256, 256, DISTANCES};
    PrefixCode[][] codes = new PrefixCode[groups][alphabets.length];
    for (PrefixCode[] group : codes) {
      for (int i = 0; i < alphabets.length; i++) {
        group[i] = PrefixCode.read(in, alphabets[i]);
      }
    }
    return pixels(width, height, codes, groupOfTile, tileBits, cacheBits);
  }

  private int[] pixels(
      int width, int height, PrefixCode[][] codes, int[] groupOfTile, int tileBits, int cacheBits)
      throws IOException {
    int[] pixels = new int[Math.multiplyExact(width, height)];
    int[] cache = new int[cacheBits == 0 ? 0 : 1 << cacheBits];
    int tiles = tiles(width, tileBits);
    int cached = 0;
    for (int i = 0; i < pixels.length; ) {
      int tile = (i / width >> tileBits) * tiles + (i % width >> tileBits);
      PrefixCode[] group = codes[groupOfTile[tile]];
      int green = group[0].symbol(in);
      if (green < GREENS) {
        int red = group[1].symbol(in);
        int blue = group[2].symbol(in);
        pixels[i++] = group[3].symbol(in) << 24 | red << 16 | green << 8 | blue;
      } else if (green < GREENS + LENGTHS) {
        int length = number(green - GREENS);
        int distance = distance(number(group[4].symbol(in)), width);
        if (distance > i || length > pixels.length - i) {
          throw new IOException("pixels are copied from or to nowhere");
        }
        for (int k = 0; k < length; k++, i++) {
          pixels[i] = pixels[i - distance];
        }
      } else {
        for (; cached < i; cached++) {
          cache[hash(pixels[cached], cacheBits)] = pixels[cached];
        }
        pixels[i++] = cache[green - GREENS - LENGTHS];
      }
    }
    return pixels;
  }

  private static int hash(int pixel, int bits) {
    return pixel * 0x1E35A7BD >>> (32 - bits);
  }

  /** A number of which a symbol gives the magnitude. */
  private int number(int symbol) throws IOException {
    if (symbol < 4) {
      return symbol + 1;
    }
    int extra = (symbol - 2) >> 1;
    return ((2 + (symbol & 1)) << extra) + in.bits(extra) + 1;
  }

  private static int distance(int code, int width) {
    if (code > NEAR.length) {
      return code - NEAR.length;
    }
    int near = NEAR[code - 1];
    return Math.max(1, (near >> 4) * width + 8 - (near & 0xF));
  }
}
