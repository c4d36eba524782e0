package io.sardonyx.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WinogradKernelsTest {

  private static final int STRIDE = 96;

  private final WinogradKernels scalar = Kernels.scalar().winograd();
  private final WinogradKernels vector = Kernels.vector().winograd();

  private static float[] random(int n) {
    Random random = new Random(n);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static void assertSame(float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 16", "2, 48", "4, 16", "4, 80"})
  void transformsEqualTheirScalarTwins(int m, int channels) {
    int n = m + 2;
    float[] x = random(n * STRIDE);
    int[] from = new int[2 * n];
    for (int i = 0; i < n; i++) {
      from[2 * i] = (n - 1 - i) * STRIDE;
    }
    for (int kind = 0; kind < 3; kind++) {
      float[][] y = new float[2][n * STRIDE + 3];
      for (int k = 0; k < 2; k++) {
        WinogradKernels kernels = k == 0 ? scalar : vector;
        switch (kind) {
          case 0 -> kernels.input(m, x, from, 0, 2, channels, y[k], 3, STRIDE);
          case 1 -> kernels.input(m, x, 0, STRIDE, channels, y[k], 3, STRIDE);
          default -> kernels.output(m, x, 0, STRIDE, channels, y[k], 3, STRIDE);
        }
      }
      assertSame(y[1], y[0]);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 32", "4, 32"})
  void outputsMayOverwriteWhatTheyComeFrom(int m, int channels) {
    float[] x = random((m + 2) * STRIDE);
    float[] y = new float[(m + 2) * STRIDE];
    vector.output(m, x, 0, STRIDE, channels, y, 0, STRIDE);
    for (WinogradKernels kernels : new WinogradKernels[] {scalar, vector}) {
      float[] own = x.clone();
      kernels.output(m, own, 0, STRIDE, channels, own, 0, STRIDE);
      for (int i = 0; i < m; i++) {
        for (int c = 0; c < channels; c++) {
          assertThat(own[i * STRIDE + c]).isCloseTo(y[i * STRIDE + c], within(1e-5f));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"16, true", "64, false"})
  void finishAddsAndClamps(int channels, boolean residual) {
    float[] x = random(channels);
    x[3] = Float.NaN;
    float[] bias = random(channels + 1);
    float[] rest = residual ? random(channels + 2) : null;
    float[][] y = new float[2][channels];
    scalar.finish(x, 0, channels, bias, 1, rest, 2, y[0], 0, 0, 1);
    vector.finish(x, 0, channels, bias, 1, rest, 2, y[1], 0, 0, 1);
    assertThat(y[1]).isEqualTo(y[0]);
    assertThat(y[1][3]).isNaN();
  }
}
