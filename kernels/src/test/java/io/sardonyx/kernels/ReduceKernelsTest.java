package io.sardonyx.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vector reductions against their scalar twin, at odd sizes and offsets. */
class ReduceKernelsTest {

  private static final ReduceKernels SCALAR = Kernels.scalar().reduce();
  private static final ReduceKernels VECTOR = Kernels.vector().reduce();
  private static final int[] SIZES = {0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 130, 1000};

  private static float[] random(long seed, int n) {
    Random random = new Random(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = 1 + 0.1f * (float) random.nextGaussian();
      x[i] = random.nextBoolean() ? x[i] : -x[i];
    }
    return x;
  }

  @ParameterizedTest
  @EnumSource
  void reducesRangesOfAllSizes(Reduction r) {
    for (int n : SIZES) {
      for (int at = 0; at < 4; at++) {
        float[] x = random(n + at, at + n + 3);
        double expected = SCALAR.reduce(r, x, at, n);

        double got = VECTOR.reduce(r, x, at, n);

        if (Double.isInfinite(expected)) {
          assertThat(got).isEqualTo(expected);
        } else {
          assertThat(got).isCloseTo(expected, within(2e-6 * Math.max(n, Math.abs(expected))));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void reducesColumnsOfAllSizes(Reduction r) {
    for (int rows : new int[] {0, 1, 2, 5, 20}) {
      for (int n : SIZES) {
        int pitch = n + n % 3;
        int at = n % 5;
        float[] x = random(n + rows, at + rows * pitch + 1);
        float[] expected = new float[n + 4];
        Arrays.fill(expected, -77);
        float[] got = expected.clone();
        SCALAR.columns(r, x, at, rows, pitch, expected, 2, n);

        VECTOR.columns(r, x, at, rows, pitch, got, 2, n);

        assertThat(got).containsExactly(expected, within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SUM", "SUM_ABS", "SUM_SQUARE", "PRODUCT", "MAX", "MIN", "LOG_SUM_EXP"})
  void propagatesNan(Reduction r) {
    for (int n : new int[] {1, 5, 16, 40, 100}) {
      float[] x = random(n, n);
      x[n / 2] = Float.NaN;
      float[] y = new float[n];

      assertThat(VECTOR.reduce(r, x, 0, n)).isNaN();
      VECTOR.columns(r, x, 0, 1, n, y, 0, n);
      assertThat(y[n / 2]).isNaN();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LOG_SUM_EXP", "MAX"})
  void staysInfinite(Reduction r) {
    for (float infinity : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] x = new float[21];
      Arrays.fill(x, infinity);
      float[] y = new float[7];

      assertThat(VECTOR.reduce(r, x, 0, 21)).isEqualTo(infinity);
      VECTOR.columns(r, x, 0, 3, 7, y, 0, 7);
      assertThat(y).containsOnly(infinity);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SUM", "SUM_ABS"})
  void addsManyNumbersAccurately(Reduction r) {
    float[] x = new float[3_000_000];
    Arrays.fill(x, 0.1f);

    assertThat(VECTOR.reduce(r, x, 0, x.length)).isCloseTo(300_000.0, within(0.5));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOG_SUM_EXP")
  void reducesIntegersAndDoublesAlike(Reduction r) {
    long[] longs = {3, -1, 4, -1, 5};
    double[] doubles = {3, -1, 4, -1, 5};
    long[] columns = new long[2];
    double[] doubleColumns = new double[2];

    assertThat((double) VECTOR.reduce(r, longs, 1, 4)).isEqualTo(VECTOR.reduce(r, doubles, 1, 4));
    VECTOR.columns(r, longs, 0, 2, 3, columns, 0, 2);
    VECTOR.columns(r, doubles, 0, 2, 3, doubleColumns, 0, 2);
    assertThat((double) columns[1]).isEqualTo(doubleColumns[1]);
  }
}
