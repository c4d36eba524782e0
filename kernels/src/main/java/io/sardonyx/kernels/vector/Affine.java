package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Shifts and scales ranges: by single numbers, or element by element. */
final class Affine {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = VectorShapes.LANES;

  private Affine() {}

  /** y = x * factor. */
  static void scale(float[] x, int xAt, float factor, float[] y, int yAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(S, x, xAt + i).mul(factor).intoArray(y, yAt + i);
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector.fromArray(S, x, xAt + i, m).mul(factor).intoArray(y, yAt + i, m);
    }
  }

  /** y = x - a - b, in this order. */
  static void subtract(float[] x, int xAt, float a, float b, float[] y, int yAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(S, x, xAt + i).sub(a).sub(b).intoArray(y, yAt + i);
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector.fromArray(S, x, xAt + i, m).sub(a).sub(b).intoArray(y, yAt + i, m);
    }
  }

  /** y = (x - mean) * factor + shift. */
  static void normalize(
      float[] x, int xAt, float mean, float factor, float shift, float[] y, int yAt, int n) {
    FloatVector f = FloatVector.broadcast(S, factor);
    FloatVector s = FloatVector.broadcast(S, shift);
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(S, x, xAt + i).sub(mean).fma(f, s).intoArray(y, yAt + i);
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector.fromArray(S, x, xAt + i, m).sub(mean).fma(f, s).intoArray(y, yAt + i, m);
    }
  }

  /** y = (x - mean) * factor * scale. */
  static void normalize(
      float[] x,
      int xAt,
      float mean,
      float factor,
      float[] scale,
      int scaleAt,
      float[] y,
      int yAt,
      int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector s = FloatVector.fromArray(S, scale, scaleAt + i);
      FloatVector.fromArray(S, x, xAt + i).sub(mean).mul(factor).mul(s).intoArray(y, yAt + i);
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector s = FloatVector.fromArray(S, scale, scaleAt + i, m);
      FloatVector p = FloatVector.fromArray(S, x, xAt + i, m).sub(mean).mul(factor);
      p.mul(s).intoArray(y, yAt + i, m);
    }
  }

  /** y = (x - mean) * factor * scale + shift. */
  static void normalize(
      float[] x,
      int xAt,
      float mean,
      float factor,
      float[] scale,
      int scaleAt,
      float[] shift,
      int shiftAt,
      float[] y,
      int yAt,
      int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector s = FloatVector.fromArray(S, scale, scaleAt + i);
      FloatVector t = FloatVector.fromArray(S, shift, shiftAt + i);
      FloatVector p = FloatVector.fromArray(S, x, xAt + i).sub(mean).mul(factor);
      p.fma(s, t).intoArray(y, yAt + i);
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector s = FloatVector.fromArray(S, scale, scaleAt + i, m);
      FloatVector t = FloatVector.fromArray(S, shift, shiftAt + i, m);
      FloatVector p = FloatVector.fromArray(S, x, xAt + i, m).sub(mean).mul(factor);
      p.fma(s, t).intoArray(y, yAt + i, m);
    }
  }
}
