package io.sardonyx.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.kernels.Comparison;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.Kernels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorBinaryTest {

  private final ElementwiseKernels vector = Kernels.vector().elementwise();
  private final ElementwiseKernels scalar = Kernels.scalar().elementwise();

  private static void requireSame(float[] got, float[] expected, Object what) {
    for (int i = 0; i < got.length; i++) {
      boolean isNaN = Float.isNaN(got[i]) && Float.isNaN(expected[i]);
      assertThat(isNaN || Numbers.ulps(got[i], expected[i]) <= 1)
          .as("%s: element %d is %s, expected %s", what, i, got[i], expected[i])
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheScalarTwinAtAnyLengthOffsetAndStep(BinaryFunction f) {
    Random random = new Random(6);
    for (int n : Numbers.LENGTHS) {
      for (int form = 0; form < 4; form++) {
        int xStep = form & 1;
        int yStep = form >> 1;
        int xAt = random.nextInt(4);
        int yAt = random.nextInt(4);
        int zAt = random.nextInt(4);
        float[] x = Numbers.mixed(random, xAt + n + 3);
        float[] y = Numbers.mixed(random, yAt + n + 3);
        float[] got = new float[zAt + n + 3];
        Arrays.fill(got, 42f);
        float[] expected = got.clone();

        vector.binary(f, x, xAt, xStep, y, yAt, yStep, got, zAt, n);
        scalar.binary(f, x, xAt, xStep, y, yAt, yStep, expected, zAt, n);

        requireSame(got, expected, f + " of " + n + ", steps " + xStep + " and " + yStep);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void worksInPlaceOfEitherInput(BinaryFunction f) {
    for (int n : Numbers.LENGTHS) {
      float[] x = Numbers.mixed(new Random(n), n);
      float[] y = Numbers.mixed(new Random(n + 100), n);
      float[] expected = new float[n];
      scalar.binary(f, x, 0, 1, y, 0, 1, expected, 0, n);
      float[] first = x.clone();
      float[] second = y.clone();

      vector.binary(f, first, 0, 1, y, 0, 1, first, 0, n);
      vector.binary(f, x, 0, 1, second, 0, 1, second, 0, n);

      requireSame(first, expected, f);
      requireSame(second, expected, f);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, -0.5f, 0, 0.5f, 1, 1.5f, 2, 3, 4, Float.NaN})
  void knowsPowersOfConstantExponents(float exponent) {
    float[] x = Numbers.SPECIAL;
    float[] got = new float[x.length];
    float[] y = {exponent};

    vector.binary(BinaryFunction.POW, x, 0, 1, y, 0, 0, got, 0, x.length);

    for (int i = 0; i < x.length; i++) {
      double expected = Math.pow(x[i], exponent);
      assertThat(Numbers.ulps(got[i], expected))
          .as("%s to the power of %s is %s, expected %s", x[i], exponent, got[i], expected)
          .isLessThanOrEqualTo(1.5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void doublesAgreeWithTheScalarTwin(BinaryFunction f) {
    double[] x = {1, -2, 3.5, -0.0, Double.NaN, Double.POSITIVE_INFINITY, 7, -7};
    double[] y = {3, 0.5, -2, 0.0, 1, Double.POSITIVE_INFINITY, -3, 3};
    double[] got = new double[x.length];
    double[] expected = new double[x.length];
    for (int form = 0; form < 4; form++) {
      vector.binary(f, x, 0, form & 1, y, 0, form >> 1, got, 0, x.length);
      scalar.binary(f, x, 0, form & 1, y, 0, form >> 1, expected, 0, x.length);
      assertThat(got).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void comparisonsAgreeWithTheScalarTwin(Comparison f) {
    Random random = new Random(7);
    for (int n : Numbers.LENGTHS) {
      int at = random.nextInt(4);
      float[] x = Numbers.mixed(random, at + n);
      float[] y = Numbers.mixed(random, n + 1);
      for (int i = 0; i < n; i += 3) {
        y[1 + i] = x[at + i];
      }
      byte[] got = new byte[n + 4];
      Arrays.fill(got, (byte) 42);
      byte[] expected = got.clone();

      vector.compare(f, x, at, y, 1, got, 2, n);
      scalar.compare(f, x, at, y, 1, expected, 2, n);

      assertThat(got).containsExactly(expected);
    }
  }

  @Test
  void selectionsAgreeWithTheScalarTwinAndWorkInPlace() {
    Random random = new Random(8);
    for (int n : Numbers.LENGTHS) {
      byte[] c = new byte[n + 1];
      for (int i = 0; i < c.length; i++) {
        c[i] = (byte) random.nextInt(2);
      }
      float[] x = Numbers.mixed(random, n + 2);
      float[] y = Numbers.mixed(random, n + 3);
      float[] expected = y.clone();
      scalar.select(c, 1, x, 2, y, 3, expected, 3, n);

      vector.select(c, 1, x, 2, y, 3, y, 3, n);

      assertThat(y).containsExactly(expected);
    }
  }
}
