package io.sardonyx.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The vector softmax and normalisation kernels against their scalar twin. */
class NormKernelsTest {

  private static final NormKernels SCALAR = Kernels.scalar().norm();
  private static final NormKernels VECTOR = Kernels.vector().norm();
  private static final int[] SIZES = {1, 2, 3, 8, 15, 16, 17, 33, 48, 77, 5000};

  private static float[] random(long seed, int n) {
    Random random = new Random(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = 4 * (float) random.nextGaussian();
    }
    return x;
  }

  private static float[] blank(int n) {
    float[] y = new float[n];
    Arrays.fill(y, -77);
    return y;
  }

  @Test
  void softmaxesRows() {
    for (int n : SIZES) {
      float[] x = random(n, n + 3);
      float[] expected = blank(n + 4);
      float[] got = blank(n + 4);
      SCALAR.softmax(x, 3, expected, 1, n);
      VECTOR.softmax(x, 3, got, 1, n);
      assertThat(got).containsExactly(expected, within(1e-6f));

      SCALAR.logSoftmax(x, 3, expected, 1, n);
      VECTOR.logSoftmax(x, 3, got, 1, n);
      assertThat(got).containsExactly(expected, within(1e-5f));
    }
  }

  @Test
  void softmaxesColumnsInPlace() {
    for (int n : new int[] {1, 3, 16, 19, 50}) {
      for (int rows : new int[] {1, 2, 21}) {
        int pitch = n + 2;
        float[] x = random(n, rows * pitch + 3);
        float[] expected = x.clone();
        float[] got = x.clone();
        SCALAR.softmaxColumns(x, 3, expected, 3, rows, pitch, n);
        VECTOR.softmaxColumns(got, 3, got, 3, rows, pitch, n);
        assertThat(got).containsExactly(expected, within(1e-6f));

        float[] expectedLog = x.clone();
        float[] gotLog = x.clone();
        SCALAR.logSoftmaxColumns(x, 3, expectedLog, 3, rows, pitch, n);
        VECTOR.logSoftmaxColumns(gotLog, 3, gotLog, 3, rows, pitch, n);
        assertThat(gotLog).containsExactly(expectedLog, within(1e-5f));
      }
    }
  }

  @Test
  void givesNothingToMinusInfinity() {
    float[] x = random(1, 40);
    for (int i = 5; i < 25; i++) {
      x[i] = Float.NEGATIVE_INFINITY;
    }
    float[] y = new float[40];
    VECTOR.softmax(x, 0, y, 0, 40);

    assertThat(Arrays.copyOfRange(y, 5, 25)).containsOnly(0f);
    VECTOR.softmaxColumns(x, 0, y, 0, 40, 1, 1);
    assertThat(Arrays.copyOfRange(y, 5, 25)).containsOnly(0f);
  }

  @Test
  void spoilsARowWithNan() {
    float[] x = random(1, 40);
    x[17] = Float.intBitsToFloat(0x7FABCDEF);
    float[] y = new float[40];

    VECTOR.softmax(x, 0, y, 0, 40);
    assertThat(y).containsOnly(Float.NaN);
    VECTOR.logSoftmaxColumns(x, 0, y, 0, 40, 1, 1);
    assertThat(y).containsOnly(Float.NaN);
  }

  @Test
  void normalizes() {
    for (int n : SIZES) {
      float[] x = random(n, n + 2);
      float[] scale = random(n + 1, n + 1);
      float[] shift = random(n + 2, n + 1);
      float[] expected = blank(n + 4);
      float[] got = blank(n + 4);

      assertThat(VECTOR.squaredDeviations(x, 2, n, 0.7))
          .isCloseTo(SCALAR.squaredDeviations(x, 2, n, 0.7), within(1e-5 * 16 * n));

      SCALAR.normalize(x, 2, 0.5, 1.5, -2, expected, 1, n);
      VECTOR.normalize(x, 2, 0.5, 1.5, -2, got, 1, n);
      assertThat(got).containsExactly(expected, within(1e-5f));

      SCALAR.normalize(x, 2, 0.5, 1.5, scale, 1, shift, 1, expected, 1, n);
      VECTOR.normalize(x, 2, 0.5, 1.5, scale, 1, shift, 1, got, 1, n);
      assertThat(got).containsExactly(expected, within(1e-4f));

      SCALAR.normalize(x, 2, 0.5, 1.5, scale, 1, null, 0, expected, 1, n);
      VECTOR.normalize(x, 2, 0.5, 1.5, scale, 1, null, 0, got, 1, n);
      assertThat(got).containsExactly(expected, within(1e-4f));
    }
  }

  @Test
  void dividesByTheNeighbouringRows() {
    for (int n : new int[] {1, 16, 37}) {
      for (double beta : new double[] {0.75, 0.6}) {
        int pitch = n + 1;
        float[] x = random(n, 9 * pitch + 2);
        float[] expected = blank(9 * pitch + 2);
        float[] got = blank(9 * pitch + 2);
        SCALAR.localResponse(x, 2, expected, 1, 9, pitch, n, 1, 2, 0.3, 1.5, beta);
        VECTOR.localResponse(x, 2, got, 1, 9, pitch, n, 1, 2, 0.3, 1.5, beta);
        assertThat(got).containsExactly(expected, within(1e-5f));
      }
    }
  }
}
