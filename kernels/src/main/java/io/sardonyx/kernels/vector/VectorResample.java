package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.ResampleKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Weighted sums of pixels, a vector of neighbours at a time. */
public final class VectorResample implements ResampleKernels {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();
  private static final boolean GATHERS = VectorShapes.canGather();

  @Override
  public void columns(
      float[] x,
      int xAt,
      int[] index,
      float[] weights,
      int taps,
      int n,
      int length,
      float[] y,
      int yAt,
      int yPitch) {
    if (length == 1 && yPitch == 1) {
      for (int t = 0; t < taps; t += 2) {
        if (t + 1 < taps) {
          gatherTwo(x, xAt, index, weights, t * n, n, y, yAt, t > 0);
        } else {
          gatherOne(x, xAt, index, weights, t * n, n, y, yAt, t > 0);
        }
      }
      return;
    }
    for (int t = 0; t < taps; t += 2) {
      for (int i = 0; i < n; i++) {
        int e = t * n + i;
        int to = yAt + i * yPitch;
        if (t + 1 < taps) {
          addTwo(
              x,
              xAt + index[e],
              weights[e],
              xAt + index[e + n],
              weights[e + n],
              y,
              to,
              length,
              t > 0);
        } else {
          addOne(x, xAt + index[e], weights[e], y, to, length, t > 0);
        }
      }
    }
  }

  private static void gatherTwo(
      float[] x, int xAt, int[] index, float[] w, int e, int n, float[] y, int yAt, boolean add) {
    int i = 0;
    for (; GATHERS && i <= n - LANES; i += LANES) {
      FloatVector a =
          FloatVector.fromArray(S, x, xAt, index, e + i).mul(FloatVector.fromArray(S, w, e + i));
      FloatVector b =
          FloatVector.fromArray(S, x, xAt, index, e + n + i)
              .mul(FloatVector.fromArray(S, w, e + n + i));
      FloatVector sum = a.add(b);
      if (add) {
        sum = sum.add(FloatVector.fromArray(S, y, yAt + i));
      }
      sum.intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      float sum = w[e + i] * x[xAt + index[e + i]] + w[e + n + i] * x[xAt + index[e + n + i]];
      y[yAt + i] = add ? sum + y[yAt + i] : sum;
    }
  }

  private static void gatherOne(
      float[] x, int xAt, int[] index, float[] w, int e, int n, float[] y, int yAt, boolean add) {
    for (int i = 0; i < n; i++) {
      float sum = w[e + i] * x[xAt + index[e + i]];
      y[yAt + i] = add ? sum + y[yAt + i] : sum;
    }
  }

  @Override
  public void rows(
      float[] x,
      int[] at,
      int shift,
      float[] weights,
      int weightAt,
      int weightStep,
      int taps,
      float[] y,
      int yAt,
      int n) {
    for (int t = 0; t < taps; t += 2) {
      float w = weights[weightAt + t * weightStep];
      if (t + 1 < taps) {
        float v = weights[weightAt + (t + 1) * weightStep];
        addTwo(x, at[t] + shift, w, at[t + 1] + shift, v, y, yAt, n, t > 0);
      } else {
        addOne(x, at[t] + shift, w, y, yAt, n, t > 0);
      }
    }
  }

  /** y = w * x[a...] + v * x[b...], plus y itself if asked for. */
  private static void addTwo(
      float[] x, int a, float w, int b, float v, float[] y, int yAt, int n, boolean add) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector sum =
          FloatVector.fromArray(S, x, a + i).mul(w).add(FloatVector.fromArray(S, x, b + i).mul(v));
      if (add) {
        sum = sum.add(FloatVector.fromArray(S, y, yAt + i));
      }
      sum.intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      float sum = w * x[a + i] + v * x[b + i];
      y[yAt + i] = add ? sum + y[yAt + i] : sum;
    }
  }

  private static void addOne(float[] x, int a, float w, float[] y, int yAt, int n, boolean add) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector sum = FloatVector.fromArray(S, x, a + i).mul(w);
      if (add) {
        sum = sum.add(FloatVector.fromArray(S, y, yAt + i));
      }
      sum.intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      float sum = w * x[a + i];
      y[yAt + i] = add ? sum + y[yAt + i] : sum;
    }
  }
}
