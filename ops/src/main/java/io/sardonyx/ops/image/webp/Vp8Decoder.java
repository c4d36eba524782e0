package io.sardonyx.ops.image.webp;

import io.sardonyx.ops.image.picture.Picture;
import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes a VP8 key frame: the lossy kind of WebP.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6386">RFC 6386</a>
 */
final class Vp8Decoder {

  private static final int FRAME_HEADER = 10;

  private final Vp8Header header;
  private final BoolDecoder modes;
  private final BoolDecoder[] tokens;
  private final int columns;
  private final int rows;
  private final int yStride;
  private final int uvStride;
  private final byte[] y;
  private final byte[] u;
  private final byte[] v;
  private final Vp8Residuals residuals;

  /** For every macroblock the level of its filter, and whether its inner edges are filtered. */
  private final byte[] filterLevels;

  private final boolean[] filtersInside;

  /** Modes of the small blocks above, four a column, and to the left. */
  private final int[] aboveModes;

  private final int[] leftModes = new int[4];
  private final int[] smallModes = new int[16];
  private int segment;

  private Vp8Decoder(byte[] data, int from, int to) throws IOException {
    if (to - from < FRAME_HEADER) {
      throw new IOException("the frame is too short");
    }
    int tag = number(data, from, 3);
    int firstSize = tag >> 5;
    int begin = from + FRAME_HEADER;
    if ((tag & 1) != 0 || number(data, from + 3, 3) != 0x2A019D || firstSize > to - begin) {
      throw new IOException("this is no key frame");
    }
    int width = number(data, from + 6, 2) & 0x3FFF;
    int height = number(data, from + 8, 2) & 0x3FFF;
    if (width == 0 || height == 0) {
      throw new IOException("the picture is empty");
    }
    this.modes = new BoolDecoder(data, begin, begin + firstSize);
    this.header = new Vp8Header(width, height, modes);
    this.tokens = partitions(data, begin + firstSize, to, header.partitions);
    this.columns = (width + 15) / 16;
    this.rows = (height + 15) / 16;
    this.yStride = 16 * columns + 1;
    this.uvStride = 8 * columns + 1;
    this.y = plane(yStride, 16 * rows);
    this.u = plane(uvStride, 8 * rows);
    this.v = plane(uvStride, 8 * rows);
    this.residuals = new Vp8Residuals(header.tokenProbabilities, columns);
    this.filterLevels = new byte[rows * columns];
    this.filtersInside = new boolean[rows * columns];
    this.aboveModes = new int[4 * columns];
  }

  private static int number(byte[] data, int at, int bytes) {
    int number = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      number = number << 8 | data[at + i] & 0xFF;
    }
    return number;
  }

  private static BoolDecoder[] partitions(byte[] data, int from, int to, int count)
      throws IOException {
    BoolDecoder[] partitions = new BoolDecoder[count];
    int at = from + 3 * (count - 1);
    for (int i = 0; i < count; i++) {
      if (at > to) {
        throw new IOException("a partition is missing");
      }
      int end = i == count - 1 ? to : Math.min(to, at + number(data, from + 3 * i, 3));
      partitions[i] = new BoolDecoder(data, at, end);
      at = end;
    }
    return partitions;
  }

  /** A plane with a row above of 127 and a column to the left of 129. */
  private static byte[] plane(int stride, int height) {
    byte[] plane = new byte[Math.multiplyExact(stride, height + 1)];
    Arrays.fill(plane, 0, stride, (byte) 127);
    for (int row = 1; row <= height; row++) {
      plane[row * stride] = (byte) 129;
    }
    return plane;
  }

  /**
   * Decodes the frame in a part of {@code data}.
   *
   * @throws IOException if it is not one
   */
  static Picture decode(byte[] data, int from, int to) throws IOException {
    Vp8Decoder decoder = new Vp8Decoder(data, from, to);
    for (int row = 0; row < decoder.rows; row++) {
      Arrays.fill(decoder.leftModes, Vp8Prediction.DC);
      decoder.residuals.beginRow();
      for (int column = 0; column < decoder.columns; column++) {
        decoder.macroblock(row, column);
      }
    }
    if (decoder.header.filterLevel > 0) {
      decoder.filter();
    }
    return decoder.picture();
  }

  private void macroblock(int row, int column) throws IOException {
    BoolDecoder d = modes;
    if (header.updatesSegmentMap) {
      int[] p = header.segmentProbabilities;
      segment = d.is(p[0]) ? 2 + d.bit(p[2]) : d.bit(p[1]);
    }
    boolean isSkipped = header.skipProbability >= 0 && d.is(header.skipProbability);
    boolean isSmall = !d.is(145);
    int mode = isSmall ? -1 : largeMode(d, column);
    if (isSmall) {
      readSmallModes(d, column);
    }
    int colorMode = colorMode(d);
    boolean hasCoefficients = false;
    if (isSkipped) {
      residuals.skip(column, !isSmall);
    } else {
      BoolDecoder partition = tokens[row & tokens.length - 1];
      hasCoefficients = residuals.read(partition, column, !isSmall, header.steps[segment]);
    }
    int block = row * columns + column;
    filterLevels[block] = (byte) header.filterLevels[segment][isSmall ? 1 : 0];
    filtersInside[block] = isSmall || hasCoefficients;
    luma(row, column, mode, hasCoefficients);
    color(u, row, column, colorMode, 16, hasCoefficients);
    color(v, row, column, colorMode, 20, hasCoefficients);
  }

  private int largeMode(BoolDecoder d, int column) throws IOException {
    int mode;
    if (d.is(156)) {
      mode = d.is(128) ? Vp8Prediction.TM : Vp8Prediction.HE;
    } else {
      mode = d.is(163) ? Vp8Prediction.VE : Vp8Prediction.DC;
    }
    Arrays.fill(leftModes, mode);
    Arrays.fill(aboveModes, 4 * column, 4 * column + 4, mode);
    return mode;
  }

  private static int colorMode(BoolDecoder d) throws IOException {
    if (!d.is(142)) {
      return Vp8Prediction.DC;
    }
    if (!d.is(114)) {
      return Vp8Prediction.VE;
    }
    return d.is(183) ? Vp8Prediction.TM : Vp8Prediction.HE;
  }

  private void readSmallModes(BoolDecoder d, int column) throws IOException {
    for (int b = 0; b < 16; b++) {
      int above = aboveModes[4 * column + b % 4];
      int mode = smallMode(d, 9 * (Vp8Prediction.MODES * above + leftModes[b / 4]));
      aboveModes[4 * column + b % 4] = mode;
      leftModes[b / 4] = mode;
      smallModes[b] = mode;
    }
  }

  private static int smallMode(BoolDecoder d, int at) throws IOException {
    int[] p = Vp8Tables.MODE_PROBABILITIES;
    if (!d.is(p[at])) {
      return Vp8Prediction.DC;
    } else if (!d.is(p[at + 1])) {
      return Vp8Prediction.TM;
    } else if (!d.is(p[at + 2])) {
      return Vp8Prediction.VE;
    } else if (!d.is(p[at + 3])) {
      if (!d.is(p[at + 4])) {
        return Vp8Prediction.HE;
      }
      return d.is(p[at + 5]) ? Vp8Prediction.VR : Vp8Prediction.RD;
    } else if (!d.is(p[at + 6])) {
      return Vp8Prediction.LD;
    } else if (!d.is(p[at + 7])) {
      return Vp8Prediction.VL;
    }
    return d.is(p[at + 8]) ? Vp8Prediction.HU : Vp8Prediction.HD;
  }

  private void luma(int row, int column, int mode, boolean hasCoefficients) {
    int at = (16 * row + 1) * yStride + 16 * column + 1;
    if (mode >= 0) {
      Vp8Prediction.block(y, at, yStride, 16, mode, row > 0, column > 0);
    }
    int[] edge = new int[13];
    for (int b = 0; b < 16; b++) {
      int block = at + b / 4 * 4 * yStride + b % 4 * 4;
      if (mode < 0) {
        readEdge(edge, at, block, b, row, column);
        Vp8Prediction.small(y, block, yStride, smallModes[b], edge);
      }
      if (hasCoefficients) {
        Vp8Transform.cosine(residuals.coefficients, 16 * b, y, block, yStride);
      }
    }
  }

  /** Collects the pixels around a small block; see {@link Vp8Prediction#small}. */
  private void readEdge(int[] edge, int macroblock, int block, int b, int row, int column) {
    for (int i = 0; i < 4; i++) {
      edge[i] = y[block + (3 - i) * yStride - 1] & 0xFF;
    }
    // To the right of the macroblock nothing but the row above it is decoded yet.
    boolean isLast = b % 4 == 3;
    int count = isLast ? 5 : 9;
    for (int i = 0; i < count; i++) {
      edge[4 + i] = y[block - yStride - 1 + i] & 0xFF;
    }
    for (int i = 0; isLast && i < 4; i++) {
      int right = macroblock - yStride + 16 + i;
      edge[9 + i] =
          row == 0 ? 127 : y[column == columns - 1 ? macroblock - yStride + 15 : right] & 0xFF;
    }
  }

  private void color(
      byte[] plane, int row, int column, int mode, int firstBlock, boolean hasCoefficients) {
    int at = (8 * row + 1) * uvStride + 8 * column + 1;
    Vp8Prediction.block(plane, at, uvStride, 8, mode, row > 0, column > 0);
    for (int b = 0; hasCoefficients && b < 4; b++) {
      int block = at + b / 2 * 4 * uvStride + b % 2 * 4;
      Vp8Transform.cosine(residuals.coefficients, 16 * (firstBlock + b), plane, block, uvStride);
    }
  }

  // ------------------------------------------------------------------ after all macroblocks

  private void filter() {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int level = filterLevels[row * columns + column];
        if (level > 0) {
          filter(row, column, level, filtersInside[row * columns + column]);
        }
      }
    }
  }

  private void filter(int row, int column, int level, boolean filtersInner) {
    int inside = level;
    if (header.sharpness > 0) {
      inside = Math.min(level >> (header.sharpness > 4 ? 2 : 1), 9 - header.sharpness);
    }
    inside = Math.max(1, inside);
    int limit = 2 * level + inside;
    int variance = level >= 40 ? 2 : level >= 15 ? 1 : 0;
    int at = (16 * row + 1) * yStride + 16 * column + 1;
    if (header.isSimpleFilter) {
      filterSimply(at, row, column, limit, filtersInner);
      return;
    }
    int colors = (8 * row + 1) * uvStride + 8 * column + 1;
    if (column > 0) {
      Vp8Filter.outer(y, at, 1, yStride, 16, limit + 4, inside, variance);
      Vp8Filter.outer(u, colors, 1, uvStride, 8, limit + 4, inside, variance);
      Vp8Filter.outer(v, colors, 1, uvStride, 8, limit + 4, inside, variance);
    }
    if (filtersInner) {
      for (int i = 4; i < 16; i += 4) {
        Vp8Filter.inner(y, at + i, 1, yStride, 16, limit, inside, variance);
      }
      Vp8Filter.inner(u, colors + 4, 1, uvStride, 8, limit, inside, variance);
      Vp8Filter.inner(v, colors + 4, 1, uvStride, 8, limit, inside, variance);
    }
    if (row > 0) {
      Vp8Filter.outer(y, at, yStride, 1, 16, limit + 4, inside, variance);
      Vp8Filter.outer(u, colors, uvStride, 1, 8, limit + 4, inside, variance);
      Vp8Filter.outer(v, colors, uvStride, 1, 8, limit + 4, inside, variance);
    }
    if (filtersInner) {
      for (int i = 4; i < 16; i += 4) {
        Vp8Filter.inner(y, at + i * yStride, yStride, 1, 16, limit, inside, variance);
      }
      Vp8Filter.inner(u, colors + 4 * uvStride, uvStride, 1, 8, limit, inside, variance);
      Vp8Filter.inner(v, colors + 4 * uvStride, uvStride, 1, 8, limit, inside, variance);
    }
  }

  private void filterSimply(int at, int row, int column, int limit, boolean filtersInner) {
    if (column > 0) {
      Vp8Filter.simple(y, at, 1, yStride, 16, limit + 4);
    }
    for (int i = 4; filtersInner && i < 16; i += 4) {
      Vp8Filter.simple(y, at + i, 1, yStride, 16, limit);
    }
    if (row > 0) {
      Vp8Filter.simple(y, at, yStride, 1, 16, limit + 4);
    }
    for (int i = 4; filtersInner && i < 16; i += 4) {
      Vp8Filter.simple(y, at + i * yStride, yStride, 1, 16, limit);
    }
  }

  private Picture picture() {
    Picture picture = Picture.black(header.width, header.height);
    byte[] plainU = withoutBorder(u);
    byte[] plainV = withoutBorder(v);
    Vp8Colors colors =
        new Vp8Colors(plainU, plainV, 8 * columns, (header.width + 1) / 2, (header.height + 1) / 2);
    for (int row = 0; row < header.height; row++) {
      for (int x = 0; x < header.width; x++) {
        int luma = y[(row + 1) * yStride + x + 1] & 0xFF;
        colors.write(luma, x, row, picture.rgb(), 3 * (row * header.width + x));
      }
    }
    return picture;
  }

  private byte[] withoutBorder(byte[] plane) {
    byte[] plain = new byte[8 * columns * 8 * rows];
    for (int row = 0; row < 8 * rows; row++) {
      System.arraycopy(plane, (row + 1) * uvStride + 1, plain, row * 8 * columns, 8 * columns);
    }
    return plain;
  }
}
