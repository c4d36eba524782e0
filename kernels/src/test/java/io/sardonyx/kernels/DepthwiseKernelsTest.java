package io.sardonyx.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The row kernels against a plain depthwise convolution in double precision. */
class DepthwiseKernelsTest {

  @ParameterizedTest
  @CsvSource({
    "3, 1, 7, 5, 1", "3, 1, 9, 4, 1", "3, 2, 15, 9, 1", "3, 2, 20, 7, 0",
    "5, 1, 8, 8, 2", "5, 2, 33, 6, 2", "5, 1, 16, 3, 2", "3, 1, 30, 2, 1"
  })
  void rowsOfPaddedPicturesAreRight(int kernel, int stride, int width, int height, int pad) {
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      check(kernels.depthwise(), kernel, stride, width, height, pad);
    }
  }

  private static void check(DepthwiseKernels k, int kernel, int stride, int w, int h, int pad) {
    int lanes = k.lanes();
    int pitch = 2 * lanes;
    int outW = (w + 2 * pad - kernel) / stride + 1;
    int outH = (h + 2 * pad - kernel) / stride + 1;
    if (outW < k.minRowOutputs()) {
      return;
    }
    int pixels = (outW - 1) * stride + kernel;
    int rows = (outH - 1) * stride + kernel;
    Random random = new Random(kernel * 100 + w);
    float[] x = normal(random, h * w * pitch);
    float[] weights = normal(random, kernel * kernel * lanes);
    float[] bias = normal(random, lanes);
    float[] padded = new float[rows * pixels * lanes + 5];
    k.pad(x, lanes, pitch, h, w, -pad, pad, padded, 5, rows, pixels);
    float[] y = new float[outH * outW * pitch];
    k.rows(
        kernel,
        stride,
        padded,
        5,
        pixels * lanes,
        outH,
        outW,
        weights,
        0,
        bias,
        0,
        -1,
        2,
        y,
        0,
        pitch,
        outW * pitch);

    for (int o = 0; o < outH * outW; o++) {
      for (int c = 0; c < lanes; c++) {
        double sum = bias[c];
        for (int t = 0; t < kernel * kernel; t++) {
          int row = o / outW * stride - pad + t / kernel;
          int column = o % outW * stride - pad + t % kernel;
          if (row >= 0 && row < h && column >= 0 && column < w) {
            sum += (double) x[(row * w + column) * pitch + lanes + c] * weights[t * lanes + c];
          }
        }
        float expected = (float) Math.clamp(sum, -1.0, 2.0);
        assertThat(y[o * pitch + c]).as("output %d, %d", o, c).isCloseTo(expected, within(1e-4f));
      }
    }
  }

  private static float[] normal(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
