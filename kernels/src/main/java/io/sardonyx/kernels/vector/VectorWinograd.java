package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.WinogradKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Winograd's transforms, a vector of channels at a time. */
public final class VectorWinograd implements WinogradKernels {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final float A = NEAR_POINT;
  private static final float B = FAR_POINT;
  private static final FloatVector NEAR = FloatVector.broadcast(S, A);
  private static final FloatVector MINUS_NEAR = FloatVector.broadcast(S, -A);
  private static final FloatVector FAR = FloatVector.broadcast(S, B);
  private static final FloatVector MINUS_FAR = FloatVector.broadcast(S, -B);
  private static final FloatVector NEAR_2 = FloatVector.broadcast(S, A * A);
  private static final FloatVector MINUS_NEAR_2 = FloatVector.broadcast(S, -A * A);
  private static final FloatVector FAR_2 = FloatVector.broadcast(S, B * B);
  private static final FloatVector MINUS_FAR_2 = FloatVector.broadcast(S, -B * B);
  private static final FloatVector NEAR_3 = FloatVector.broadcast(S, A * A * A);
  private static final FloatVector FAR_3 = FloatVector.broadcast(S, B * B * B);
  private static final FloatVector MINUS_SUM = FloatVector.broadcast(S, -(A * A + B * B));
  private static final FloatVector PRODUCT = FloatVector.broadcast(S, A * A * B * B);

  @Override
  public void input(
      int m,
      float[] x,
      int[] from,
      int fromAt,
      int fromStride,
      int channels,
      float[] y,
      int yAt,
      int yStride) {
    int x0 = from[fromAt];
    int x1 = from[fromAt + fromStride];
    int x2 = from[fromAt + 2 * fromStride];
    int x3 = from[fromAt + 3 * fromStride];
    if (m == 2) {
      input2(x, x0, x1, x2, x3, channels, y, yAt, yStride);
    } else {
      int x4 = from[fromAt + 4 * fromStride];
      int x5 = from[fromAt + 5 * fromStride];
      input4(x, x0, x1, x2, x3, x4, x5, channels, y, yAt, yStride);
    }
  }

  @Override
  public void input(
      int m, float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride) {
    int x1 = xAt + xStride;
    int x2 = x1 + xStride;
    int x3 = x2 + xStride;
    if (m == 2) {
      input2(x, xAt, x1, x2, x3, channels, y, yAt, yStride);
    } else {
      input4(x, xAt, x1, x2, x3, x3 + xStride, x3 + 2 * xStride, channels, y, yAt, yStride);
    }
  }

  private static void input2(
      float[] x, int x0, int x1, int x2, int x3, int channels, float[] y, int yAt, int yStride) {
    for (int c = 0; c < channels; c += L) {
      FloatVector b = FloatVector.fromArray(S, x, x1 + c);
      FloatVector d = FloatVector.fromArray(S, x, x2 + c);
      FloatVector.fromArray(S, x, x0 + c).sub(d).intoArray(y, yAt + c);
      b.add(d).intoArray(y, yAt + yStride + c);
      d.sub(b).intoArray(y, yAt + 2 * yStride + c);
      b.sub(FloatVector.fromArray(S, x, x3 + c)).intoArray(y, yAt + 3 * yStride + c);
    }
  }

  private static void input4(
      float[] x,
      int x0,
      int x1,
      int x2,
      int x3,
      int x4,
      int x5,
      int channels,
      float[] y,
      int yAt,
      int yStride) {
    for (int c = 0; c < channels; c += L) {
      FloatVector d1 = FloatVector.fromArray(S, x, x1 + c);
      FloatVector d2 = FloatVector.fromArray(S, x, x2 + c);
      FloatVector d3 = FloatVector.fromArray(S, x, x3 + c);
      FloatVector d4 = FloatVector.fromArray(S, x, x4 + c);
      FloatVector even = d2.fma(MINUS_FAR_2, d4);
      FloatVector odd = d1.fma(MINUS_FAR_2, d3);
      odd.fma(NEAR, even).intoArray(y, yAt + yStride + c);
      odd.fma(MINUS_NEAR, even).intoArray(y, yAt + 2 * yStride + c);
      FloatVector evens = d2.fma(MINUS_NEAR_2, d4);
      FloatVector odds = d1.fma(MINUS_NEAR_2, d3);
      odds.fma(FAR, evens).intoArray(y, yAt + 3 * yStride + c);
      odds.fma(MINUS_FAR, evens).intoArray(y, yAt + 4 * yStride + c);
      FloatVector d0 = FloatVector.fromArray(S, x, x0 + c);
      d0.fma(PRODUCT, d2.fma(MINUS_SUM, d4)).intoArray(y, yAt + c);
      FloatVector d5 = FloatVector.fromArray(S, x, x5 + c);
      d1.fma(PRODUCT, d3.fma(MINUS_SUM, d5)).intoArray(y, yAt + 5 * yStride + c);
    }
  }

  @Override
  public void output(
      int m, float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride) {
    if (m == 2) {
      output2(x, xAt, xStride, channels, y, yAt, yStride);
    } else {
      output4(x, xAt, xStride, channels, y, yAt, yStride);
    }
  }

  private static void output2(
      float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride) {
    for (int c = 0; c < channels; c += L) {
      FloatVector m1 = FloatVector.fromArray(S, x, xAt + xStride + c);
      FloatVector m2 = FloatVector.fromArray(S, x, xAt + 2 * xStride + c);
      FloatVector.fromArray(S, x, xAt + c).add(m1.add(m2)).intoArray(y, yAt + c);
      m1.sub(m2)
          .sub(FloatVector.fromArray(S, x, xAt + 3 * xStride + c))
          .intoArray(y, yAt + yStride + c);
    }
  }

  private static void output4(
      float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride) {
    for (int c = 0; c < channels; c += L) {
      FloatVector m1 = FloatVector.fromArray(S, x, xAt + xStride + c);
      FloatVector m2 = FloatVector.fromArray(S, x, xAt + 2 * xStride + c);
      FloatVector m3 = FloatVector.fromArray(S, x, xAt + 3 * xStride + c);
      FloatVector m4 = FloatVector.fromArray(S, x, xAt + 4 * xStride + c);
      FloatVector sum12 = m1.add(m2);
      FloatVector difference12 = m1.sub(m2);
      FloatVector sum34 = m3.add(m4);
      FloatVector difference34 = m3.sub(m4);
      FloatVector.fromArray(S, x, xAt + c).add(sum12).add(sum34).intoArray(y, yAt + c);
      difference34.fma(FAR, difference12.mul(NEAR)).intoArray(y, yAt + yStride + c);
      sum34.fma(FAR_2, sum12.mul(NEAR_2)).intoArray(y, yAt + 2 * yStride + c);
      FloatVector m5 = FloatVector.fromArray(S, x, xAt + 5 * xStride + c);
      difference34.fma(FAR_3, difference12.fma(NEAR_3, m5)).intoArray(y, yAt + 3 * yStride + c);
    }
  }

  @Override
  public void finish(
      float[] x,
      int xAt,
      int channels,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      float[] y,
      int yAt,
      float min,
      float max) {
    for (int c = 0; c < channels; c += L) {
      FloatVector sum =
          FloatVector.fromArray(S, x, xAt + c).add(FloatVector.fromArray(S, bias, biasAt + c));
      if (residual != null) {
        sum = sum.add(FloatVector.fromArray(S, residual, residualAt + c));
      }
      sum = sum.blend(min, sum.lt(min));
      sum.blend(max, sum.compare(VectorOperators.GT, max)).intoArray(y, yAt + c);
    }
  }
}
