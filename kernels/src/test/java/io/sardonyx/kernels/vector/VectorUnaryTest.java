package io.sardonyx.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.kernels.UnaryFunction;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VectorUnaryTest {

  private final ElementwiseKernels vector = Kernels.vector().elementwise();

  /** The error that a function is allowed, in units of the last place. */
  private static double bound(UnaryFunction f) {
    return switch (f) {
      case ABS, NEG, SIGN, FLOOR, CEIL, ROUND -> 0;
      case SQRT, RECIPROCAL -> 0.5;
      case EXP, LOG -> 1.5;
      case SIN, COS, SOFTSIGN -> 2;
      case SIGMOID, SOFTPLUS -> 4;
      case TANH, ERF -> 7;
      default -> 0.51;
    };
  }

  /** Below this size a result may be 0 instead. */
  private static double flushed(UnaryFunction f) {
    return f == UnaryFunction.SIGMOID || f == UnaryFunction.SOFTPLUS ? 1.3e-38 : 0;
  }

  private void check(UnaryFunction f, float[] x, int at, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      double expected = f.apply(x[at + i]);
      if (Math.abs(expected) < flushed(f) && y[yAt + i] == 0) {
        continue;
      }
      assertThat(Numbers.ulps(y[yAt + i], expected))
          .as("%s(%s) = %s, not %s; element %d of %d", f, x[at + i], y[yAt + i], expected, i, n)
          .isLessThanOrEqualTo(bound(f));
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithItsDefinitionAtAnyLengthAndOffset(UnaryFunction f) {
    Random random = new Random(1);
    for (int n : Numbers.LENGTHS) {
      int xAt = random.nextInt(5);
      int yAt = random.nextInt(5);
      float[] x = Numbers.mixed(random, xAt + n + 3);
      float[] y = new float[yAt + n + 3];
      Arrays.fill(y, 42f);

      vector.unary(f, x, xAt, y, yAt, n);

      check(f, x, xAt, y, yAt, n);
      for (int i = 0; i < y.length; i++) {
        if (i < yAt || i >= yAt + n) {
          assertThat(y[i]).as("outside the range").isEqualTo(42f);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void worksInPlace(UnaryFunction f) {
    for (int n : Numbers.LENGTHS) {
      float[] x = Numbers.mixed(new Random(n), n + 2);
      float[] y = x.clone();

      vector.unary(f, y, 1, y, 1, n);

      check(f, x, 1, y, 1, n);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isExactForSpecialNumbers(UnaryFunction f) {
    float[] x = Numbers.SPECIAL;
    float[] y = new float[x.length];

    vector.unary(f, x, 0, y, 0, x.length);

    check(f, x, 0, y, 0, x.length);
  }

  @ParameterizedTest
  @CsvSource({
    "EXP, -110, 95",
    "LOG, 0, 3e38",
    "SIGMOID, -100, 100",
    "TANH, -20, 20",
    "ERF, -10, 10",
    "SOFTPLUS, -90, 100",
    "SOFTSIGN, -1e6, 1e6",
    "SIN, -65536, 65536",
    "COS, -65536, 65536",
    "SIN, -1e9, 1e9",
    "EXP, -1, 1",
    "LOG, 0.5, 2",
    "TANH, -1, 1",
    "ERF, -1, 1"
  })
  void isAccurateOverAWideRange(UnaryFunction f, float low, float high) {
    Random random = new Random(2);
    float[] x = new float[10_000];
    float[] y = new float[x.length];
    for (int round = 0; round < 10; round++) {
      boolean isLogarithmic = round % 2 == 0;
      for (int i = 0; i < x.length; i++) {
        float bits = Float.intBitsToFloat(random.nextInt());
        boolean isInside = bits >= low && bits <= high;
        x[i] = isLogarithmic && isInside ? bits : low + (high - low) * random.nextFloat();
      }

      vector.unary(f, x, 0, y, 0, x.length);

      check(f, x, 0, y, 0, x.length);
    }
  }

  @Test
  void tanhAndErfNeverExceedOne() {
    float[] x = new float[100_000];
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = i * 1e-4f;
    }
    for (UnaryFunction f : new UnaryFunction[] {UnaryFunction.TANH, UnaryFunction.ERF}) {
      vector.unary(f, x, 0, y, 0, x.length);
      for (float v : y) {
        assertThat(v).isBetween(0f, 1f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void doublesAgreeWithTheScalarTwin(UnaryFunction f) {
    double[] x = {
      0,
      -0.0,
      1.5,
      -2.5,
      0.5,
      3,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      1e300
    };
    double[] got = new double[x.length];
    double[] expected = new double[x.length];

    vector.unary(f, x, 0, got, 0, x.length);
    Kernels.scalar().elementwise().unary(f, x, 0, expected, 0, x.length);

    assertThat(got).containsExactly(expected);
  }
}
