package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of a vector of floats, within a few units in the last place of the exact value. NaN
 * gives NaN and infinities their limits.
 *
 * <p>The polynomials and quotients are near-minimax fits, made by {@code
 * tools/kernels/fit_functions.py}. Limits are enforced by compare and blend: {@link
 * FloatVector#max} and {@code min} take several instructions each, for the sake of NaN and -0.
 */
final class VectorMath {

  static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  static final int L = S.length();

  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.1219444e-4f;

  /** Added to a float of at most 2^22, it leaves the nearest integer in the low bits. */
  private static final float SHIFT = 0x1.8p23f;

  /** The same for an integer that becomes an exponent: the exponent's bias is in it. */
  private static final float BIASED_SHIFT = SHIFT + 127;

  /** Where a power of e needs an exponent outside those of normal numbers. */
  private static final float EXP_MIN = -87.3f;

  private static final float EXP_MAX = 88.37f;

  private static final int SIGN = Integer.MIN_VALUE;

  private VectorMath() {}

  static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(S, x, at);
  }

  private static FloatVector constant(float c) {
    return FloatVector.broadcast(S, c);
  }

  private static FloatVector withSignOf(FloatVector x, FloatVector of) {
    return x.reinterpretAsInts().or(of.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
  }

  /** (e^r - 1 - r) / r^2 for |r| up to ln(2) / 2. */
  private static FloatVector expTail(FloatVector r) {
    FloatVector q = constant(0.0013814467f).fma(r, constant(0.008368781f));
    q = q.fma(r, constant(0.041668393f));
    q = q.fma(r, constant(0.1666652f));
    return q.fma(r, constant(0.49999994f));
  }

  /** e^r for |r| up to ln(2) / 2. */
  private static FloatVector expReduced(FloatVector r) {
    return expTail(r).fma(r, constant(1f)).fma(r, constant(1f));
  }

  private static FloatVector reduce(FloatVector x, FloatVector n) {
    return n.fma(constant(-LN2_LOW), n.fma(constant(-LN2_HIGH), x));
  }

  /** e^x, down to the smallest denormal numbers. */
  static FloatVector exp(FloatVector x) {
    FloatVector c = x.blend(-104f, x.compare(VectorOperators.LT, -104f));
    c = c.blend(89f, c.compare(VectorOperators.GT, 89f));
    FloatVector shifted = c.fma(constant(LOG2_E), constant(SHIFT));
    FloatVector p = expReduced(reduce(c, shifted.sub(SHIFT)));
    // The exponent may be beyond those of normal numbers, but its halves are not.
    IntVector n = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(SHIFT));
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return p.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
  }

  private static FloatVector powerOfTwo(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  /**
   * e^x, but 0 where that is denormal, and infinite from {@link #EXP_MAX} on: good where the result
   * is added to 1.
   */
  static FloatVector expFlushed(FloatVector x) {
    FloatVector shifted = x.fma(constant(LOG2_E), constant(BIASED_SHIFT));
    FloatVector p = expReduced(reduce(x, shifted.sub(BIASED_SHIFT)));
    FloatVector y = p.mul(biasedPowerOfTwo(shifted));
    return y.blend(0f, x.compare(VectorOperators.LT, EXP_MIN))
        .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, EXP_MAX));
  }

  private static FloatVector biasedPowerOfTwo(FloatVector shifted) {
    return shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  /** e^x - 1 for x up to {@link #EXP_MAX}; elsewhere undefined, but NaN for NaN. */
  static FloatVector expm1(FloatVector x) {
    FloatVector shifted = x.fma(constant(LOG2_E), constant(BIASED_SHIFT));
    FloatVector r = reduce(x, shifted.sub(BIASED_SHIFT));
    FloatVector p = expTail(r).fma(r.mul(r), r);
    FloatVector scale = biasedPowerOfTwo(shifted);
    return scale.fma(p, scale.sub(1f)).blend(-1f, x.compare(VectorOperators.LT, EXP_MIN));
  }

  static FloatVector sigmoid(FloatVector x) {
    return constant(1f).div(expFlushed(x.neg()).add(1f));
  }

  static FloatVector log(FloatVector x) {
    VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    IntVector bits = x.blend(x.mul(0x1p23f), small).reinterpretAsInts();
    // x = 2^e (1 + f) with 1 + f between sqrt(1/2) and sqrt(2).
    IntVector n = bits.sub(0x3F3504F3).lanewise(VectorOperators.ASHR, 23);
    FloatVector f = bits.sub(n.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
    FloatVector e = (FloatVector) n.convert(VectorOperators.I2F, 0);
    e = e.blend(e.sub(23f), small);
    FloatVector p = constant(-0.076344974f).fma(f, constant(0.12761578f));
    p = p.fma(f, constant(-0.13160183f));
    p = p.fma(f, constant(0.14201757f));
    p = p.fma(f, constant(-0.16623357f));
    p = p.fma(f, constant(0.20001227f));
    p = p.fma(f, constant(-0.2500082f));
    p = p.fma(f, constant(0.3333333f));
    FloatVector f2 = f.mul(f);
    FloatVector y = p.fma(f2.mul(f), e.mul(LN2_LOW));
    y = f2.fma(constant(-0.5f), y).add(f);
    y = e.fma(constant(LN2_HIGH), y);
    return y.blend(Float.NaN, x.compare(VectorOperators.LT, 0f))
        .blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f))
        .blend(x, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY).not());
  }

  /** log(1 + e^x). */
  static FloatVector softplus(FloatVector x) {
    FloatVector t = expFlushed(x.abs().neg());
    // log(1 + t) = 2 artanh(t / (2 + t))
    FloatVector u = t.div(t.add(2f));
    FloatVector v = u.mul(u);
    FloatVector p = constant(0.28018773f).fma(v, constant(0.28000537f));
    p = p.fma(v, constant(0.40021598f));
    p = p.fma(v, constant(0.6666641f));
    p = p.mul(v).fma(u, u.add(u));
    return p.add(x.blend(0f, x.compare(VectorOperators.LT, 0f)));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector v = x.mul(x);
    FloatVector p = constant(1.3354664e-08f).fma(v, constant(2.0609084e-05f));
    p = p.fma(v, constant(0.0034955882f));
    p = p.fma(v, constant(0.13381025f));
    p = p.fma(v, constant(1f));
    FloatVector q = constant(7.7765594e-07f).fma(v, constant(0.0003285635f));
    q = q.fma(v, constant(0.025876982f));
    q = q.fma(v, constant(0.46714342f));
    q = q.fma(v, constant(1f));
    return towardsOne(x, p.mul(x).div(q), 9f);
  }

  static FloatVector erf(FloatVector x) {
    FloatVector v = x.mul(x);
    FloatVector p = constant(2.0500834e-06f).fma(v, constant(0.0002848837f));
    p = p.fma(v, constant(0.0037656527f));
    p = p.fma(v, constant(0.052748833f));
    p = p.fma(v, constant(0.19040728f));
    p = p.fma(v, constant(1.1283791f));
    FloatVector q = constant(3.8091726e-05f).fma(v, constant(0.0011625445f));
    q = q.fma(v, constant(0.014969288f));
    q = q.fma(v, constant(0.11410945f));
    q = q.fma(v, constant(0.5020768f));
    q = q.fma(v, constant(1f));
    return towardsOne(x, p.mul(x).div(q), 3.92f);
  }

  /** y, but 1 or -1, as x's sign says, where |y| exceeds 1 or |x| a limit. */
  private static FloatVector towardsOne(FloatVector x, FloatVector y, float limit) {
    VectorMask<Float> beyond =
        y.abs().compare(VectorOperators.GT, 1f).or(x.abs().compare(VectorOperators.GT, limit));
    return y.blend(withSignOf(constant(1f), x), beyond);
  }

  /**
   * Sine, or cosine as the sine a quarter turn further, of numbers up to {@link #TURN_LIMIT}.
   *
   * @param quarter 0 for the sine, 1 for the cosine
   */
  static FloatVector sine(FloatVector x, int quarter) {
    FloatVector shifted = x.fma(constant(0.63661975f), constant(SHIFT));
    FloatVector n = shifted.sub(SHIFT);
    // Pi / 2 in three parts; the first product and difference are exact.
    FloatVector r = n.fma(constant(-1.5707964f), x);
    r = n.fma(constant(4.371139e-8f), r);
    r = n.fma(constant(1.7151245e-15f), r);
    FloatVector v = r.mul(r);
    FloatVector s = constant(2.7173667e-06f).fma(v, constant(-0.00019839233f));
    s = s.fma(v, constant(0.008333329f));
    s = s.fma(v, constant(-0.16666667f));
    s = s.mul(v).fma(r, r);
    FloatVector c = constant(2.442568e-05f).fma(v, constant(-0.0013887251f));
    c = c.fma(v, constant(0.041666646f));
    c = c.fma(v, constant(-0.5f)).fma(v, constant(1f));
    IntVector turns = shifted.reinterpretAsInts().add(quarter);
    FloatVector y = s.blend(c, turns.and(1).compare(VectorOperators.NE, 0).cast(S));
    IntVector sign = turns.lanewise(VectorOperators.LSHL, 30).and(SIGN);
    return y.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
  }

  /** Largest argument of {@link #sine}. */
  static final float TURN_LIMIT = 0x1p16f;

  /** The nearest integer, halves to the even one. */
  static FloatVector round(FloatVector x) {
    FloatVector magnitude = x.abs();
    FloatVector rounded = magnitude.add(0x1p23f).sub(0x1p23f);
    // Larger numbers are integers; NaN is not less either.
    return x.blend(withSignOf(rounded, x), magnitude.compare(VectorOperators.LT, 0x1p23f));
  }

  static FloatVector floor(FloatVector x) {
    FloatVector r = round(x);
    return r.blend(r.sub(1f), r.compare(VectorOperators.GT, x));
  }

  static FloatVector ceil(FloatVector x) {
    FloatVector r = round(x);
    return withSignOf(r.blend(r.add(1f), r.compare(VectorOperators.LT, x)), x);
  }

  static FloatVector sign(FloatVector x) {
    return x.blend(1f, x.compare(VectorOperators.GT, 0f))
        .blend(-1f, x.compare(VectorOperators.LT, 0f));
  }

  /** x / (1 + |x|). */
  static FloatVector softsign(FloatVector x) {
    return x.div(x.abs().add(1f));
  }

  /** x limited to [0, 1]. */
  static FloatVector unit(FloatVector x) {
    return clamp(x, constant(0f), constant(1f));
  }

  /** min(high, max(low, x)). */
  static FloatVector clamp(FloatVector x, FloatVector low, FloatVector high) {
    FloatVector y = x.blend(low, x.compare(VectorOperators.LT, low));
    return y.blend(high, y.compare(VectorOperators.GT, high));
  }
}
