package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential and the logarithm on the ranges that softmax needs: to a few units in the last
 * place, with the polynomials of the Cephes library.
 */
final class ExpLog {

  private static final float LOG2_E = 1.442695041f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;

  /** Added to a small number, it leaves the nearest integer in the lowest bits. */
  private static final float ROUNDER = 0x1.8p23f;

  /** Below it, the exponential is no normal float. */
  private static final float SMALLEST = -87.33f;

  private static final int ONE = 0x3F800000;
  private static final int SQRT_HALF = 0x3F3504F3;

  private ExpLog() {}

  /** e^x for x up to 0 or NaN; results that would be subnormal are 0. */
  static FloatVector exp(FloatVector x) {
    FloatVector shifted = x.fma(x.broadcast(LOG2_E), x.broadcast(ROUNDER));
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.fma(x.broadcast(-LN2_HIGH), x);
    r = n.fma(x.broadcast(-LN2_LOW), r);
    FloatVector p = r.fma(x.broadcast(1.9875691500e-4f), x.broadcast(1.3981999507e-3f));
    p = p.fma(r, x.broadcast(8.3334519073e-3f));
    p = p.fma(r, x.broadcast(4.1665795894e-2f));
    p = p.fma(r, x.broadcast(1.6666665459e-1f));
    p = p.fma(r, x.broadcast(5.0000001201e-1f));
    p = p.fma(r.mul(r), r).add(1f);
    FloatVector scale =
        shifted
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, 23)
            .add(ONE)
            .reinterpretAsFloats();
    return p.mul(scale).blend(0f, x.lt(SMALLEST));
  }

  /** The natural logarithm of finite normal numbers above 0; NaN of NaN. */
  static FloatVector log(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    IntVector exponent = bits.sub(SQRT_HALF).lanewise(VectorOperators.ASHR, 23);
    FloatVector m =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
    FloatVector e =
        (FloatVector) exponent.convertShape(VectorOperators.I2F, FloatVector.SPECIES_PREFERRED, 0);
    FloatVector p = m.fma(x.broadcast(7.0376836292e-2f), x.broadcast(-1.1514610310e-1f));
    p = p.fma(m, x.broadcast(1.1676998740e-1f));
    p = p.fma(m, x.broadcast(-1.2420140846e-1f));
    p = p.fma(m, x.broadcast(1.4249322787e-1f));
    p = p.fma(m, x.broadcast(-1.6668057665e-1f));
    p = p.fma(m, x.broadcast(2.0000714765e-1f));
    p = p.fma(m, x.broadcast(-2.4999993993e-1f));
    p = p.fma(m, x.broadcast(3.3333331174e-1f));
    FloatVector square = m.mul(m);
    FloatVector y = p.mul(m).mul(square);
    y = e.fma(x.broadcast(LN2_LOW), y);
    y = square.fma(x.broadcast(-0.5f), y).add(m);
    y = e.fma(x.broadcast(LN2_HIGH), y);
    // The bit arithmetic lost NaN; this brings it back and adds 0 otherwise.
    return y.add(x.sub(x));
  }
}
