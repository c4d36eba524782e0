package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.DepthwiseKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Depthwise convolution and pooling, a vector of channels at a time. */
public final class VectorDepthwise implements DepthwiseKernels {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  @Override
  public int lanes() {
    return L;
  }

  @Override
  public int minRowOutputs() {
    return DepthwiseRows3.TILE;
  }

  @Override
  public void copyPixels(float[] x, int xAt, int xStep, int n, float[] y, int yAt, int yStep) {
    for (int i = 0, from = xAt, to = yAt; i < n; i++, from += xStep, to += yStep) {
      FloatVector.fromArray(S, x, from).intoArray(y, to);
    }
  }

  @Override
  public void pad(
      float[] x,
      int xAt,
      int xStep,
      int height,
      int width,
      int top,
      int left,
      float[] y,
      int yAt,
      int yRows,
      int yPixels) {
    FloatVector zero = FloatVector.zero(S);
    int inside = Math.min(width, yPixels - left);
    for (int r = 0, to = yAt; r < yRows; r++) {
      boolean exists = top + r >= 0 && top + r < height;
      int end = to + yPixels * L;
      int begin = exists ? to + left * L : end;
      for (; to < begin; to += L) {
        zero.intoArray(y, to);
      }
      for (int i = 0, from = xAt + (top + r) * width * xStep; exists && i < inside; i++) {
        FloatVector.fromArray(S, x, from).intoArray(y, to);
        from += xStep;
        to += L;
      }
      for (; to < end; to += L) {
        zero.intoArray(y, to);
      }
    }
  }

  @Override
  public void rows(
      int kernel,
      int stride,
      float[] x,
      int xAt,
      int rowLength,
      int rows,
      int outputs,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float min,
      float max,
      float[] y,
      int yAt,
      int yStep,
      int yRow) {
    switch (kernel * 10 + stride) {
      case 31 ->
          DepthwiseRows3.stride1(
              x, xAt, rowLength, rows, outputs, w, wAt, bias, biasAt, min, max, y, yAt, yStep,
              yRow);
      case 32 ->
          DepthwiseRows3.stride2(
              x, xAt, rowLength, rows, outputs, w, wAt, bias, biasAt, min, max, y, yAt, yStep,
              yRow);
      case 51 ->
          DepthwiseRows5.stride1(
              x, xAt, rowLength, rows, outputs, w, wAt, bias, biasAt, min, max, y, yAt, yStep,
              yRow);
      case 52 ->
          DepthwiseRows5.stride2(
              x, xAt, rowLength, rows, outputs, w, wAt, bias, biasAt, min, max, y, yAt, yStep,
              yRow);
      default ->
          throw new IllegalArgumentException(
              "no rows for kernel " + kernel + " and stride " + stride);
    }
  }

  @Override
  public void convolve(
      int m0,
      int m1,
      int taps,
      int channels,
      float[] x,
      int xAt,
      int[] table,
      int tableAt,
      int tableStride,
      float[] w,
      int wAt,
      int wPitch,
      float[] y,
      int yAt,
      int ldy,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      int ldr,
      float min,
      float max) {
    for (int m = m0; m < m1; m++) {
      for (int c = 0; c < channels; c += L) {
        FloatVector sum = FloatVector.fromArray(S, bias, biasAt + c);
        for (int t = 0; t < taps; t++) {
          int from = table[tableAt + t * tableStride + m];
          if (from >= 0) {
            FloatVector weights = FloatVector.fromArray(S, w, wAt + t * wPitch + c);
            sum = FloatVector.fromArray(S, x, xAt + from + c).fma(weights, sum);
          }
        }
        if (residual != null) {
          sum = sum.add(FloatVector.fromArray(S, residual, residualAt + m * ldr + c));
        }
        sum = sum.blend(min, sum.lt(min));
        sum = sum.blend(max, sum.compare(VectorOperators.GT, max));
        sum.intoArray(y, yAt + m * ldy + c);
      }
    }
  }

  @Override
  public void maxPool(
      int m0,
      int m1,
      int taps,
      int channels,
      float[] x,
      int xAt,
      int[] table,
      int tableAt,
      int tableStride,
      float[] y,
      int yAt,
      int ldy) {
    for (int m = m0; m < m1; m++) {
      for (int c = 0; c < channels; c += L) {
        FloatVector largest = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        for (int t = 0; t < taps; t++) {
          int from = table[tableAt + t * tableStride + m];
          if (from >= 0) {
            FloatVector v = FloatVector.fromArray(S, x, xAt + from + c);
            // "Not less or equal" also takes NaN over, and a NaN that is held stays.
            VectorMask<Float> larger = v.compare(VectorOperators.LE, largest).not();
            VectorMask<Float> held = largest.compare(VectorOperators.NE, largest);
            largest = largest.blend(v, larger.andNot(held));
          }
        }
        largest.intoArray(y, yAt + m * ldy + c);
      }
    }
  }

  @Override
  public void sumPool(
      int m0,
      int m1,
      int taps,
      int channels,
      float[] x,
      int xAt,
      int[] table,
      int tableAt,
      int tableStride,
      float[] scales,
      int scaleAt,
      float[] y,
      int yAt,
      int ldy) {
    for (int m = m0; m < m1; m++) {
      for (int c = 0; c < channels; c += L) {
        FloatVector sum = FloatVector.zero(S);
        for (int t = 0; t < taps; t++) {
          int from = table[tableAt + t * tableStride + m];
          if (from >= 0) {
            sum = sum.add(FloatVector.fromArray(S, x, xAt + from + c));
          }
        }
        sum.mul(scales[scaleAt + m]).intoArray(y, yAt + m * ldy + c);
      }
    }
  }
}
