package io.sardonyx.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.Activation.Kind;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.Kernels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorActivationsTest {

  private final ElementwiseKernels vector = Kernels.vector().elementwise();

  private static Activation sample(Kind kind) {
    return switch (kind) {
      case CLAMP -> Activation.clamp(-0.75f, 1.25f);
      case SILU -> Activation.of(kind, 1.5f);
      case HARD_SIGMOID -> new Activation(kind, 0.2f, 0.5f);
      case SELU -> new Activation(kind, 1.6732632f, 1.050701f);
      case SHRINK -> new Activation(kind, 0.5f, 0.25f);
      default -> Activation.of(kind, 0.7f);
    };
  }

  private static void check(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      float input = x[xAt + i];
      float got = y[yAt + i];
      float expected = (float) f.apply(input);
      // The sum in Gelu cancels, so its error is that of its parts, which are as large as x.
      float scale = Float.isNaN(input) ? 0 : Math.max(Math.abs(expected), Math.abs(input));
      boolean fits =
          Float.isFinite(expected)
              ? Math.abs(got - expected) <= 4e-7f * Math.max(scale, 1e-30f)
              : Float.compare(got, expected) == 0;
      assertThat(fits).as("%s(%s) = %s, not %s", f, input, got, expected).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithItsDefinitionAtAnyLengthAndOffset(Kind kind) {
    Activation f = sample(kind);
    Random random = new Random(3);
    for (int n : Numbers.LENGTHS) {
      int xAt = random.nextInt(5);
      int yAt = random.nextInt(5);
      float[] x = Numbers.mixed(random, xAt + n + 3);
      float[] y = new float[yAt + n + 3];
      Arrays.fill(y, 42f);

      vector.activate(f, x, xAt, y, yAt, n);

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
  void worksInPlace(Kind kind) {
    Activation f = sample(kind);
    for (int n : Numbers.LENGTHS) {
      float[] x = Numbers.mixed(new Random(n), n + 2);
      float[] y = x.clone();

      vector.activate(f, y, 1, y, 1, n);

      check(f, x, 1, y, 1, n);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isAccurateOverAWideRange(Kind kind) {
    Activation f = sample(kind);
    Random random = new Random(4);
    float[] y = new float[20_000];
    for (float deviation : new float[] {1e-3f, 1, 30, 1e6f}) {
      float[] x = Numbers.normal(random, y.length, deviation);

      vector.activate(f, x, 0, y, 0, x.length);

      check(f, x, 0, y, 0, x.length);
    }
  }

  @Test
  void gatesKeepTheirRelativeAccuracyForNegativeNumbers() {
    float[] x = {-43, -42, -40, -20, -10, -5, -2, -1, -0.5f, -0.1f, -43, -42, -40, -20, -10, -5};
    float[] y = new float[x.length];
    for (Kind kind : new Kind[] {Kind.SILU, Kind.MISH}) {
      vector.activate(Activation.of(kind), x, 0, y, 0, x.length);
      for (int i = 0; i < x.length; i++) {
        double expected = Activation.of(kind).apply(x[i]);
        assertThat(Numbers.ulps(y[i], expected)).as("%s(%s)", kind, x[i]).isLessThan(8);
      }
    }
  }

  @Test
  void aClampWithCrossedLimitsGivesTheUpperOne() {
    float[] x = Numbers.normal(new Random(5), 40, 3);
    float[] y = new float[x.length];

    vector.activate(Activation.clamp(2, 1), x, 0, y, 0, x.length);

    assertThat(y).containsOnly(1f);
    assertThat(Activation.clamp(2, 1).apply(0)).isEqualTo(1);
  }
}
