package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.QuantizeKernels;
import io.sardonyx.kernels.scalar.ScalarQuantize;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Quantization with vectors. */
public final class VectorQuantize implements QuantizeKernels {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final QuantizeKernels SCALAR = new ScalarQuantize();

  /** As many bytes as S has floats; null where there is no vector that short. */
  private static final VectorSpecies<Byte> BYTES =
      L * Byte.SIZE < 64
          ? null
          : VectorSpecies.of(byte.class, VectorShape.forBitSize(L * Byte.SIZE));

  /** Added to a small float it leaves the rounded number in the lowest bits. */
  private static final float ROUNDING = 0x1.8p23f;

  @Override
  public void toUnsignedBytes(float[] x, int xAt, float scale, int zero, byte[] y, int yAt, int n) {
    int i = 0;
    if (BYTES != null) {
      float least = -zero;
      float most = 255 - zero;
      for (; i <= n - L; i += L) {
        FloatVector q = FloatVector.fromArray(S, x, xAt + i).div(scale);
        q = q.blend(0, q.test(VectorOperators.IS_NAN)).max(least).min(most).add(ROUNDING);
        IntVector bits = q.reinterpretAsInts().add(zero);
        ((ByteVector) bits.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(y, yAt + i);
      }
    }
    SCALAR.toUnsignedBytes(x, xAt + i, scale, zero, y, yAt + i, n - i);
  }
}
