package io.sardonyx.kernels.vector;

import static io.sardonyx.kernels.vector.VectorMath.L;
import static io.sardonyx.kernels.vector.VectorMath.S;
import static io.sardonyx.kernels.vector.VectorMath.load;

import io.sardonyx.kernels.Comparison;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Comparisons to bytes, and selections by bytes, over ranges of at least one vector; the loops are
 * shaped as in {@link VectorUnary}.
 */
final class VectorMasks {

  /** As many bytes as a vector has floats; null where there is no vector so short. */
  private static final VectorSpecies<Byte> B =
      L < 8 ? null : VectorSpecies.of(byte.class, VectorShape.forBitSize(8 * L));

  private VectorMasks() {}

  static boolean isAvailable() {
    return B != null;
  }

  static void compare(
      Comparison f, float[] x, int xAt, float[] y, int yAt, byte[] z, int zAt, int n) {
    switch (f) {
      case EQUAL -> equal(x, xAt, y, yAt, z, zAt, n);
      case LESS -> less(x, xAt, y, yAt, z, zAt, n);
      case LESS_OR_EQUAL -> lessOrEqual(x, xAt, y, yAt, z, zAt, n);
    }
  }

  private static ByteVector bytes(VectorMask<Float> mask) {
    return ByteVector.zero(B).blend((byte) 1, mask.cast(B));
  }

  private static void equal(float[] x, int xAt, float[] y, int yAt, byte[] z, int zAt, int n) {
    ByteVector last = bytes(load(x, xAt + n - L).compare(VectorOperators.EQ, load(y, yAt + n - L)));
    for (int i = 0; i < n - L; i += L) {
      bytes(load(x, xAt + i).compare(VectorOperators.EQ, load(y, yAt + i))).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void less(float[] x, int xAt, float[] y, int yAt, byte[] z, int zAt, int n) {
    ByteVector last = bytes(load(x, xAt + n - L).compare(VectorOperators.LT, load(y, yAt + n - L)));
    for (int i = 0; i < n - L; i += L) {
      bytes(load(x, xAt + i).compare(VectorOperators.LT, load(y, yAt + i))).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void lessOrEqual(
      float[] x, int xAt, float[] y, int yAt, byte[] z, int zAt, int n) {
    ByteVector last = bytes(load(x, xAt + n - L).compare(VectorOperators.LE, load(y, yAt + n - L)));
    for (int i = 0; i < n - L; i += L) {
      bytes(load(x, xAt + i).compare(VectorOperators.LE, load(y, yAt + i))).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  /** Sets z to x where the condition is not 0, else to y. */
  static void select(
      byte[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    FloatVector last = selected(c, cAt + n - L, load(x, xAt + n - L), load(y, yAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      selected(c, cAt + i, load(x, xAt + i), load(y, yAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static FloatVector selected(byte[] c, int cAt, FloatVector x, FloatVector y) {
    ByteVector condition = ByteVector.fromArray(B, c, cAt);
    return y.blend(x, condition.compare(VectorOperators.NE, (byte) 0).cast(S));
  }
}
