package io.sardonyx.zoo.image;

import java.util.Arrays;

/**
 * Resizes as Pillow does: first every row, then every column, with fixed-point weights, the result
 * of each pass rounded to 8 bits. Only the wanted window of the result is computed.
 */
final class Resampler {

  private Resampler() {}

  /** The {@code window} of {@code image} resized to {@code width} times {@code height}. */
  static Image resize(Image image, int width, int height, Interpolation filter, Window window) {
    if (width == image.width() && height == image.height()) {
      return image.cropped(window);
    }
    Image.samples(window.width(), window.height(), image.channels());
    if (filter == Interpolation.NEAREST) {
      return nearest(image, width, height, window);
    }
    Image result = image;
    Taps rows = null;
    int top = window.y();
    int bottom = window.y() + window.height();
    if (height != image.height()) {
      rows = Taps.of(image.height(), height, window.y(), window.height(), filter);
      top = rows.start();
      bottom = rows.end();
    }
    if (width != image.width()) {
      Taps columns = Taps.of(image.width(), width, window.x(), window.width(), filter);
      result = horizontal(result, columns, window.width(), top, bottom);
    } else {
      result = result.cropped(new Window(window.x(), top, window.width(), bottom - top));
    }
    return rows == null ? result : vertical(result, rows, window.height(), top);
  }

  private static Image horizontal(Image image, Taps taps, int width, int top, int bottom) {
    int channels = image.channels();
    byte[] out = new byte[Image.samples(width, bottom - top, channels)];
    for (int y = top; y < bottom; y++) {
      int from = y * image.width() * channels;
      int to = (y - top) * width * channels;
      if (channels == 3) {
        rgbRow(image.pixels(), from, taps, out, to);
      } else {
        grayRow(image.pixels(), from, taps, out, to);
      }
    }
    return new Image(width, bottom - top, channels, out);
  }

  private static void grayRow(byte[] in, int from, Taps taps, byte[] out, int to) {
    int[] weights = taps.weights();
    for (int i = 0; i < taps.first().length; i++) {
      int sum = 1 << (Taps.BITS - 1);
      int p = from + taps.first()[i];
      int w = i * taps.width();
      for (int end = w + taps.count()[i]; w < end; w++, p++) {
        sum += weights[w] * (in[p] & 0xff);
      }
      out[to + i] = level(sum);
    }
  }

  private static void rgbRow(byte[] in, int from, Taps taps, byte[] out, int to) {
    int[] weights = taps.weights();
    for (int i = 0; i < taps.first().length; i++) {
      int red = 1 << (Taps.BITS - 1);
      int green = red;
      int blue = red;
      int p = from + taps.first()[i] * 3;
      int w = i * taps.width();
      for (int end = w + taps.count()[i]; w < end; w++, p += 3) {
        red += weights[w] * (in[p] & 0xff);
        green += weights[w] * (in[p + 1] & 0xff);
        blue += weights[w] * (in[p + 2] & 0xff);
      }
      out[to + i * 3] = level(red);
      out[to + i * 3 + 1] = level(green);
      out[to + i * 3 + 2] = level(blue);
    }
  }

  /** {@code top} is the row of the source at which {@code image} starts. */
  private static Image vertical(Image image, Taps taps, int height, int top) {
    int row = image.width() * image.channels();
    byte[] in = image.pixels();
    byte[] out = new byte[Image.samples(image.width(), height, image.channels())];
    int[] sums = new int[row];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, 1 << (Taps.BITS - 1));
      for (int k = 0; k < taps.count()[y]; k++) {
        addRow(sums, in, (taps.first()[y] + k - top) * row, taps.weights()[y * taps.width() + k]);
      }
      for (int i = 0; i < row; i++) {
        out[y * row + i] = level(sums[i]);
      }
    }
    return new Image(image.width(), height, image.channels(), out);
  }

  private static void addRow(int[] sums, byte[] in, int from, int weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * (in[from + i] & 0xff);
    }
  }

  private static byte level(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> Taps.BITS));
  }

  private static Image nearest(Image image, int width, int height, Window window) {
    int[] columns = nearest(image.width(), width, window.x(), window.width());
    int[] rows = nearest(image.height(), height, window.y(), window.height());
    int channels = image.channels();
    byte[] out = new byte[Image.samples(window.width(), window.height(), channels)];
    int o = 0;
    for (int row : rows) {
      for (int column : columns) {
        int p = (row * image.width() + column) * channels;
        for (int c = 0; c < channels; c++) {
          out[o++] = image.pixels()[p + c];
        }
      }
    }
    return new Image(window.width(), window.height(), channels, out);
  }

  /** Positions add up step by step, since Pillow's rounding errors do too. */
  private static int[] nearest(int source, int target, int from, int size) {
    double scale = (double) source / target;
    double position = scale * 0.5;
    int[] indices = new int[size];
    for (int i = 0; i < from + size; i++) {
      if (i >= from) {
        indices[i - from] = Math.min((int) position, source - 1);
      }
      position += scale;
    }
    return indices;
  }
}
