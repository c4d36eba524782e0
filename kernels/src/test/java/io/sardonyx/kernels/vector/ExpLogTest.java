package io.sardonyx.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Test;

class ExpLogTest {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

  private static float exp(float x) {
    return ExpLog.exp(FloatVector.broadcast(S, x)).lane(0);
  }

  private static float log(float x) {
    return ExpLog.log(FloatVector.broadcast(S, x)).lane(0);
  }

  @Test
  void expIsAccurateToAFewUlps() {
    for (float x = -87.3f; x <= 0; x += 0.0371f) {
      float expected = (float) Math.exp(x);
      assertThat(Math.abs(exp(x) - expected))
          .as("%s", x)
          .isLessThanOrEqualTo(3 * Math.ulp(expected));
    }
  }

  @Test
  void expOfSpecialNumbers() {
    assertThat(exp(0)).isEqualTo(1);
    assertThat(exp(-0f)).isEqualTo(1);
    assertThat(exp(-87.4f)).isZero();
    assertThat(exp(-1000)).isZero();
    assertThat(exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(exp(Float.NaN)).isNaN();
    assertThat(exp(Float.intBitsToFloat(0x7FFFFFFF))).isNaN();
  }

  @Test
  void logIsAccurateToAFewUlps() {
    for (float x = 0.01f; x < 1e7f; x *= 1.0173f) {
      float expected = (float) Math.log(x);
      float allowed = Math.max(3 * Math.ulp(expected), 1e-7f);
      assertThat(Math.abs(log(x) - expected)).as("%s", x).isLessThanOrEqualTo(allowed);
    }
    assertThat(log(1)).isZero();
    assertThat(log(Float.NaN)).isNaN();
  }
}
