package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The passes of softmax over rows and over columns. */
final class Softmaxes {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = VectorShapes.LANES;

  private Softmaxes() {}

  /** Sets y to e^(x - max) and gives the sum. */
  static float expAndSum(float[] x, int xAt, float max, float[] y, int yAt, int n) {
    FloatVector a = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector e = ExpLog.exp(FloatVector.fromArray(S, x, xAt + i).sub(max));
      e.intoArray(y, yAt + i);
      a = a.add(e);
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector e = ExpLog.exp(FloatVector.fromArray(S, x, xAt + i, m).sub(max));
      e.intoArray(y, yAt + i, m);
      a = a.lanewise(VectorOperators.ADD, e, m);
    }
    return Lanes.sum(a);
  }

  static void softmaxColumns(float[] x, int xAt, float[] y, int yAt, int rows, int pitch, int n) {
    for (int j = 0; j < n; j += L) {
      VectorMask<Float> m = S.indexInRange(j, n);
      FloatVector max = maxOfRows(x, xAt + j, rows, pitch, m);
      FloatVector sum = FloatVector.zero(S);
      for (int i = 0, at = j; i < rows; i++, at += pitch) {
        FloatVector e = ExpLog.exp(FloatVector.fromArray(S, x, xAt + at, m).sub(max));
        e.intoArray(y, yAt + at, m);
        sum = sum.add(e);
      }
      FloatVector factor = FloatVector.broadcast(S, 1f).div(sum);
      for (int i = 0, at = yAt + j; i < rows; i++, at += pitch) {
        FloatVector.fromArray(S, y, at, m).mul(factor).intoArray(y, at, m);
      }
    }
  }

  static void logSoftmaxColumns(
      float[] x, int xAt, float[] y, int yAt, int rows, int pitch, int n) {
    for (int j = 0; j < n; j += L) {
      VectorMask<Float> m = S.indexInRange(j, n);
      FloatVector max = maxOfRows(x, xAt + j, rows, pitch, m);
      FloatVector sum = FloatVector.zero(S);
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        sum = sum.add(ExpLog.exp(FloatVector.fromArray(S, x, at, m).sub(max)));
      }
      FloatVector log = ExpLog.log(sum);
      for (int i = 0, at = j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, xAt + at, m).sub(max);
        p.sub(log).intoArray(y, yAt + at, m);
      }
    }
  }

  private static FloatVector maxOfRows(
      float[] x, int at, int rows, int pitch, VectorMask<Float> m) {
    FloatVector max = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    for (int i = 0, p = at; i < rows; i++, p += pitch) {
      max = max.max(FloatVector.fromArray(S, x, p, m));
    }
    return max;
  }
}
