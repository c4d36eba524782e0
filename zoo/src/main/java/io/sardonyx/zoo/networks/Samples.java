package io.sardonyx.zoo.networks;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * What a value of the network is for a few small pictures. The builder computes it with every
 * layer, since only that tells how weights have to be scaled: no estimate holds through the fifty
 * layers of a network. Channels come first, then pictures, rows and columns.
 */
final class Samples {

  private static final int PICTURES = 8;
  private static final int SIZE = 64;

  /** Elements that stay in the processor's first cache while weights pass by. */
  private static final int CHUNK = 2048;

  private static final int[] CELLS = {2, 4, 8, 16};

  private final int channels;
  private final int height;
  private final int width;
  private final float[] data;

  private Samples(int channels, int height, int width) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.data = new float[channels * PICTURES * height * width];
  }

  /** Noise with structure at several scales, mean 0 and variance 1. */
  static Samples pictures(int channels, RandomNumbers numbers) {
    Samples s = new Samples(channels, SIZE, SIZE);
    for (int map = 0; map < channels * PICTURES; map++) {
      for (int cells : CELLS) {
        s.addSmooth(map, cells, numbers);
      }
      for (int i = 0; i < SIZE * SIZE; i++) {
        s.data[map * SIZE * SIZE + i] += (float) (0.25 * numbers.normal());
      }
    }
    double mean = Arrays.stream(s.means()).average().orElseThrow();
    double variance = Arrays.stream(s.variances()).average().orElseThrow();
    return s.map(v -> (v - mean) / Math.sqrt(variance));
  }

  /** Adds a grid of random levels, interpolated. */
  private void addSmooth(int map, int cells, RandomNumbers numbers) {
    double[] grid = new double[(cells + 1) * (cells + 1)];
    Arrays.setAll(grid, i -> numbers.normal() / Math.sqrt(cells));
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double down = (double) y * cells / SIZE;
        double right = (double) x * cells / SIZE;
        int at = ((int) down) * (cells + 1) + (int) right;
        down -= (int) down;
        right -= (int) right;
        double upper = grid[at] * (1 - right) + grid[at + 1] * right;
        double lower = grid[at + cells + 1] * (1 - right) + grid[at + cells + 2] * right;
        data[(map * SIZE + y) * SIZE + x] += (float) (upper * (1 - down) + lower * down);
      }
    }
  }

  int channels() {
    return channels;
  }

  /** The mean of each channel. */
  double[] means() {
    double[] means = new double[channels];
    int plane = data.length / channels;
    for (int i = 0; i < data.length; i++) {
      means[i / plane] += data[i] / (double) plane;
    }
    return means;
  }

  /**
   * The variance of each channel as another picture would see it: about the mean of the pictures
   * that are not looked at. About the mean of all it would be too small, and that adds up from
   * layer to layer.
   */
  double[] variances() {
    double[] means = means();
    double[] variances = new double[channels];
    int area = height * width;
    for (int map = 0; map < channels * PICTURES; map++) {
      double own = 0;
      for (int i = map * area; i < (map + 1) * area; i++) {
        own += data[i] / (double) area;
      }
      int channel = map / PICTURES;
      double others = (means[channel] * PICTURES - own) / (PICTURES - 1);
      for (int i = map * area; i < (map + 1) * area; i++) {
        double distance = data[i] - others;
        variances[channel] += distance * distance / (area * PICTURES);
      }
    }
    return variances;
  }

  Samples map(DoubleUnaryOperator function) {
    Samples out = new Samples(channels, height, width);
    for (int i = 0; i < data.length; i++) {
      out.data[i] = (float) function.applyAsDouble(data[i]);
    }
    return out;
  }

  /** Every channel times its factor plus its shift. */
  Samples then(Affine affine) {
    Samples out = new Samples(channels, height, width);
    int plane = data.length / channels;
    for (int i = 0; i < data.length; i++) {
      out.data[i] = (float) (data[i] * affine.factors()[i / plane] + affine.shifts()[i / plane]);
    }
    return out;
  }

  Samples plus(Samples other) {
    Samples out = new Samples(channels, height, width);
    for (int i = 0; i < data.length; i++) {
      out.data[i] = data[i] + other.data[i];
    }
    return out;
  }

  /** Times other samples, which may be one number for each map. */
  Samples times(Samples other) {
    Samples out = new Samples(channels, height, width);
    int area = data.length / other.data.length;
    for (int i = 0; i < data.length; i++) {
      out.data[i] = data[i] * other.data[i / area];
    }
    return out;
  }

  /** The sums of a convolution without bias; for flat samples, of a fully connected layer. */
  Samples convolved(Weights weights, Conv conv) {
    Samples taps = unfolded(conv);
    Samples out = new Samples(conv.channels(), taps.height, taps.width);
    int group = conv.channels() / conv.groups();
    IntStream.range(0, conv.channels())
        .parallel()
        .forEach(o -> out.addProducts(o, taps, o / group, weights.row(o)));
    return out;
  }

  /** Adds the products of a row of weights and a group of taps to channel {@code o}. */
  private void addProducts(int o, Samples taps, int group, float[] row) {
    int plane = data.length / channels;
    for (int start = 0; start < plane; start += CHUNK) {
      int to = o * plane + start;
      int count = Math.min(CHUNK, plane - start);
      int from = group * row.length * plane + start;
      int i = 0;
      for (; i + 4 <= row.length; i += 4, from += 4 * plane) {
        addFour(to, count, row, i, taps.data, from, plane);
      }
      for (; i < row.length; i++, from += plane) {
        for (int k = 0; k < count; k++) {
          data[to + k] += row[i] * taps.data[from + k];
        }
      }
    }
  }

  private void addFour(int to, int count, float[] row, int i, float[] x, int from, int plane) {
    float w0 = row[i];
    float w1 = row[i + 1];
    float w2 = row[i + 2];
    float w3 = row[i + 3];
    int from1 = from + plane;
    int from2 = from1 + plane;
    int from3 = from2 + plane;
    for (int k = 0; k < count; k++) {
      data[to + k] += w0 * x[from + k] + w1 * x[from1 + k] + w2 * x[from2 + k] + w3 * x[from3 + k];
    }
  }

  /** What each element of a kernel sees, a channel for each. */
  private Samples unfolded(Conv conv) {
    int kernel = conv.kernel();
    int stride = conv.stride();
    if (kernel == 1 && stride == 1) {
      return this;
    }
    Samples in = padded(kernel / 2, 0);
    Samples out =
        new Samples(
            channels * kernel * kernel,
            (in.height - kernel) / stride + 1,
            (in.width - kernel) / stride + 1);
    int lines = PICTURES * out.height;
    for (int line = 0; line < out.channels * lines; line++) {
      int tap = line / lines % (kernel * kernel);
      int map = line / lines / (kernel * kernel) * PICTURES + line / out.height % PICTURES;
      int y = line % out.height * stride + tap / kernel;
      int from = (map * in.height + y) * in.width + tap % kernel;
      for (int x = 0; x < out.width; x++) {
        out.data[line * out.width + x] = in.data[from + x * stride];
      }
    }
    return out;
  }

  private Samples padded(int pad, float value) {
    if (pad == 0) {
      return this;
    }
    Samples out = new Samples(channels, height + 2 * pad, width + 2 * pad);
    Arrays.fill(out.data, value);
    for (int line = 0; line < channels * PICTURES * height; line++) {
      int to = (line / height * out.height + line % height + pad) * out.width + pad;
      System.arraycopy(data, line * width, out.data, to, width);
    }
    return out;
  }

  Samples maxPooled(int kernel, int stride, int pad) {
    Samples in = padded(pad, Float.NEGATIVE_INFINITY);
    Samples out =
        new Samples(channels, (in.height - kernel) / stride + 1, (in.width - kernel) / stride + 1);
    for (int i = 0; i < out.data.length; i++) {
      int line = i / out.width;
      int top = line / out.height * in.height + line % out.height * stride;
      int from = top * in.width + i % out.width * stride;
      float greatest = Float.NEGATIVE_INFINITY;
      for (int k = 0; k < kernel * kernel; k++) {
        greatest = Math.max(greatest, in.data[from + k / kernel * in.width + k % kernel]);
      }
      out.data[i] = greatest;
    }
    return out;
  }

  Samples averaged() {
    Samples out = new Samples(channels, 1, 1);
    int area = height * width;
    for (int i = 0; i < data.length; i++) {
      out.data[i / area] += data[i] / area;
    }
    return out;
  }

  /** Every element a channel of its own, after stretching the maps to {@code side} squared. */
  Samples flattened(int side) {
    Samples out = new Samples(channels * side * side, 1, 1);
    for (int i = 0; i < out.data.length; i++) {
      int cell = i / PICTURES % (side * side);
      int map = i / PICTURES / (side * side) * PICTURES + i % PICTURES;
      int y = cell / side * height / side;
      int x = cell % side * width / side;
      out.data[i] = data[(map * height + y) * width + x];
    }
    return out;
  }
}
