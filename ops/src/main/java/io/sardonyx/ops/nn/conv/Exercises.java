package io.sardonyx.ops.nn.conv;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.runtime.spi.Exercise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The exercises of the kernels that convolutions use, with every branch that they can take. */
public final class Exercises {

  /** Rows for each height of a tile, with the low ones first: the last is the array's size. */
  private static final int[] HEIGHTS = {1, 4, 7, 8};

  private static final int ROWS = 8;
  private static final int SUMS = 24;
  private static final int TAPS = 2;
  private static final int CHANNELS = 32;

  private static final float[][] CLAMPS = {
    {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY}, {0, Float.POSITIVE_INFINITY}, {0, 6}
  };

  private Exercises() {}

  /** Matrix products with panels of these widths. */
  public static List<Exercise> products(Kernels kernels, boolean indirect, int... widths) {
    List<Exercise> exercises = new ArrayList<>();
    Arrays.stream(widths).distinct().forEach(w -> exercises.add(new Product(kernels, indirect, w)));
    return exercises;
  }

  /** The exercise of one panel width. */
  private record Product(Kernels kernels, boolean indirect, int width) implements Exercise {
    @Override
    public void run() {
      float[] a = new float[TAPS * ROWS * SUMS];
      float[] panel = new float[TAPS * SUMS * width];
      float[] c = new float[ROWS * width];
      float[] bias = new float[width];
      int[] table = new int[TAPS * ROWS];
      for (int i = 0; i < table.length; i++) {
        table[i] = i % 5 == 0 ? -1 : i % ROWS * SUMS;
      }
      for (int i = 0; i < 2 * CLAMPS.length; i++) {
        float[] b = i % 2 == 0 ? bias : null;
        float[] residual = i % 2 == 0 ? null : c;
        float min = CLAMPS[i / 2][0];
        float max = CLAMPS[i / 2][1];
        for (int rows : HEIGHTS) {
          if (indirect) {
            kernels
                .gemm()
                .indirect(
                    0, rows, TAPS, SUMS, a, 0, 0, table, 0, ROWS, panel, 0, 0, width, width, c, 0,
                    width, b, 0, residual, 0, width, min, max);
          } else {
            kernels
                .gemm()
                .rows(
                    0, rows, SUMS, a, 0, SUMS, panel, 0, 0, width, width, c, 0, width, b, 0,
                    residual, 0, width, min, max);
          }
        }
      }
    }
  }

  /** Winograd's transforms for tiles of m x m. */
  record Transforms(Kernels kernels, int m) implements Exercise {
    @Override
    public void run() {
      int n = m + 2;
      float[] x = new float[n * CHANNELS];
      float[] y = new float[n * CHANNELS];
      int[] from = new int[n];
      for (int i = 0; i < n; i++) {
        from[i] = i * CHANNELS;
      }
      for (int i = 0; i < 8; i++) {
        kernels.winograd().input(m, x, from, 0, 1, CHANNELS, y, 0, CHANNELS);
        kernels.winograd().input(m, x, 0, CHANNELS, CHANNELS, y, 0, CHANNELS);
        kernels.winograd().output(m, x, 0, CHANNELS, CHANNELS, y, 0, CHANNELS);
        kernels
            .winograd()
            .finish(x, 0, CHANNELS, x, 0, i % 2 == 0 ? null : x, 0, y, 0, 0, Float.MAX_VALUE);
      }
    }
  }

  /** Rows of depthwise convolution. */
  record DepthwiseRows(Kernels kernels, int kernel, int stride) implements Exercise {
    @Override
    public void run() {
      int lanes = kernels.depthwise().lanes();
      int outputs = 2 * kernels.depthwise().minRowOutputs();
      int pixels = (outputs - 1) * stride + kernel;
      int inRows = stride + kernel;
      float[] x = new float[inRows * pixels * lanes];
      float[] padded = new float[inRows * pixels * lanes];
      float[] w = new float[kernel * kernel * lanes];
      float[] y = new float[2 * outputs * lanes];
      kernels
          .depthwise()
          .pad(x, 0, lanes, inRows - 2, pixels - 2, -1, 1, padded, 0, inRows, pixels);
      kernels
          .depthwise()
          .rows(
              kernel,
              stride,
              padded,
              0,
              pixels * lanes,
              2,
              outputs,
              w,
              0,
              w,
              0,
              0,
              6,
              y,
              0,
              lanes,
              outputs * lanes);
    }
  }

  /** An activation that is no clamp. */
  record Activations(Kernels kernels, Activation activation) implements Exercise {
    @Override
    public void run() {
      float[] x = new float[16 * CHANNELS];
      for (int i = 0; i < x.length; i++) {
        x[i] = i % 64 - 32;
      }
      kernels.elementwise().activate(activation, x, 0, x, 0, x.length);
    }
  }
}
