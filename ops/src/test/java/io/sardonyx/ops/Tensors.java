package io.sardonyx.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import java.util.Random;

/** Makes tensors for tests and compares them. */
public final class Tensors {

  private Tensors() {}

  /** Normally distributed floats, the same for the same seed. */
  public static Tensor random(long seed, long... shape) {
    Random random = new Random(seed);
    float[] data = new float[(int) Shape.elements(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return Tensor.of(data, shape);
  }

  /** 0, 1, 2 and so on. */
  public static Tensor ramp(long... shape) {
    float[] data = new float[(int) Shape.elements(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = i;
    }
    return Tensor.of(data, shape);
  }

  /** A float16 vector of these numbers. */
  public static Tensor float16(float... values) {
    short[] bits = new short[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToFloat16(values[i]);
    }
    return Tensor.of(ElementType.FLOAT16, bits, bits.length);
  }

  /** Requires equality: of floats relative to the largest one, of everything else exactly. */
  public static void assertClose(Tensor got, Tensor expected, double tolerance, String what) {
    switch (expected.elementType()) {
      case FLOAT -> {
        double[] g = toDoubles(got.floats());
        assertClose(g, toDoubles(expected.floats()), tolerance, what);
      }
      case DOUBLE -> assertClose(got.doubles(), expected.doubles(), tolerance, what);
      case FLOAT16 -> {
        double[] g = halves(got.shorts());
        assertClose(g, halves(expected.shorts()), Math.max(tolerance, 1e-3), what);
      }
      case BFLOAT16 -> {
        double[] g = brains(got.shorts());
        assertClose(g, brains(expected.shorts()), Math.max(tolerance, 8e-3), what);
      }
      default ->
          assertThat(got.contentEquals(expected)).as("%s: %s, %s", what, got, expected).isTrue();
    }
  }

  private static void assertClose(double[] got, double[] expected, double tolerance, String what) {
    assertThat(got).as(what).hasSameSizeAs(expected);
    double largest = 1e-30;
    for (double e : expected) {
      largest = Double.isFinite(e) ? Math.max(largest, Math.abs(e)) : largest;
    }
    for (int i = 0; i < got.length; i++) {
      boolean special = Double.isNaN(expected[i]) || Double.isInfinite(expected[i]);
      boolean fits =
          special
              ? Double.compare(got[i], expected[i]) == 0
              : Math.abs(got[i] - expected[i]) <= tolerance * largest;
      assertThat(fits)
          .as("%s: element %d is %s, expected %s", what, i, got[i], expected[i])
          .isTrue();
    }
  }

  private static double[] toDoubles(float[] a) {
    double[] d = new double[a.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = a[i];
    }
    return d;
  }

  private static double[] halves(short[] a) {
    double[] d = new double[a.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = Float.float16ToFloat(a[i]);
    }
    return d;
  }

  private static double[] brains(short[] a) {
    double[] d = new double[a.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = Float.intBitsToFloat(a[i] << 16);
    }
    return d;
  }
}
