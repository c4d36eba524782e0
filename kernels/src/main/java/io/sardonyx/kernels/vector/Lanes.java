package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reductions across a vector, always in the same order: the JDK's own may add in another order once
 * a method is compiled, and then the same input would not give the same bits.
 */
final class Lanes {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = VectorShapes.LANES;
  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private Lanes() {}

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(S, i -> (i + by) % L);
  }

  /** The sum of all lanes. */
  static float sum(FloatVector v) {
    if (L > 16) {
      return slowSum(v);
    }
    FloatVector a = v;
    if (L == 16) {
      a = a.add(a.rearrange(BY_8));
    }
    if (L >= 8) {
      a = a.add(a.rearrange(BY_4));
    }
    if (L >= 4) {
      a = a.add(a.rearrange(BY_2));
    }
    return a.add(a.rearrange(BY_1)).lane(0);
  }

  private static float slowSum(FloatVector v) {
    float sum = 0;
    for (int i = 0; i < L; i++) {
      sum += v.lane(i);
    }
    return sum;
  }

  /** The product of all lanes. */
  static float product(FloatVector v) {
    float product = 1;
    for (int i = 0; i < L; i++) {
      product *= v.lane(i);
    }
    return product;
  }
}
