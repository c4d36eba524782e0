package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Reductions of the columns of a matrix, four vectors of columns at a time, row after row. */
final class ColumnReductions {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = VectorShapes.LANES;

  private ColumnReductions() {}

  static void sum(float[] x, int xAt, int rows, int pitch, float[] y, int yAt, int n) {
    FloatVector identity = FloatVector.broadcast(S, 0f);
    int j = 0;
    for (; j <= n - 4 * L; j += 4 * L) {
      FloatVector a = identity;
      FloatVector b = identity;
      FloatVector c = identity;
      FloatVector d = identity;
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, at);
        FloatVector q = FloatVector.fromArray(S, x, at + L);
        FloatVector r = FloatVector.fromArray(S, x, at + 2 * L);
        FloatVector s = FloatVector.fromArray(S, x, at + 3 * L);
        a = a.add(p);
        b = b.add(q);
        c = c.add(r);
        d = d.add(s);
      }
      a.intoArray(y, yAt + j);
      b.intoArray(y, yAt + j + L);
      c.intoArray(y, yAt + j + 2 * L);
      d.intoArray(y, yAt + j + 3 * L);
    }
    for (; j < n; j += L) {
      VectorMask<Float> m = S.indexInRange(j, n);
      FloatVector a = identity;
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, at, m);
        a = a.add(p);
      }
      a.intoArray(y, yAt + j, m);
    }
  }

  static void sumAbs(float[] x, int xAt, int rows, int pitch, float[] y, int yAt, int n) {
    FloatVector identity = FloatVector.broadcast(S, 0f);
    int j = 0;
    for (; j <= n - 4 * L; j += 4 * L) {
      FloatVector a = identity;
      FloatVector b = identity;
      FloatVector c = identity;
      FloatVector d = identity;
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, at);
        FloatVector q = FloatVector.fromArray(S, x, at + L);
        FloatVector r = FloatVector.fromArray(S, x, at + 2 * L);
        FloatVector s = FloatVector.fromArray(S, x, at + 3 * L);
        a = a.add(p.abs());
        b = b.add(q.abs());
        c = c.add(r.abs());
        d = d.add(s.abs());
      }
      a.intoArray(y, yAt + j);
      b.intoArray(y, yAt + j + L);
      c.intoArray(y, yAt + j + 2 * L);
      d.intoArray(y, yAt + j + 3 * L);
    }
    for (; j < n; j += L) {
      VectorMask<Float> m = S.indexInRange(j, n);
      FloatVector a = identity;
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, at, m);
        a = a.add(p.abs());
      }
      a.intoArray(y, yAt + j, m);
    }
  }

  static void sumSquare(float[] x, int xAt, int rows, int pitch, float[] y, int yAt, int n) {
    FloatVector identity = FloatVector.broadcast(S, 0f);
    int j = 0;
    for (; j <= n - 4 * L; j += 4 * L) {
      FloatVector a = identity;
      FloatVector b = identity;
      FloatVector c = identity;
      FloatVector d = identity;
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, at);
        FloatVector q = FloatVector.fromArray(S, x, at + L);
        FloatVector r = FloatVector.fromArray(S, x, at + 2 * L);
        FloatVector s = FloatVector.fromArray(S, x, at + 3 * L);
        a = p.fma(p, a);
        b = q.fma(q, b);
        c = r.fma(r, c);
        d = s.fma(s, d);
      }
      a.intoArray(y, yAt + j);
      b.intoArray(y, yAt + j + L);
      c.intoArray(y, yAt + j + 2 * L);
      d.intoArray(y, yAt + j + 3 * L);
    }
    for (; j < n; j += L) {
      VectorMask<Float> m = S.indexInRange(j, n);
      FloatVector a = identity;
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, at, m);
        a = p.fma(p, a);
      }
      a.intoArray(y, yAt + j, m);
    }
  }

  static void product(float[] x, int xAt, int rows, int pitch, float[] y, int yAt, int n) {
    FloatVector identity = FloatVector.broadcast(S, 1f);
    int j = 0;
    for (; j <= n - 4 * L; j += 4 * L) {
      FloatVector a = identity;
      FloatVector b = identity;
      FloatVector c = identity;
      FloatVector d = identity;
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, at);
        FloatVector q = FloatVector.fromArray(S, x, at + L);
        FloatVector r = FloatVector.fromArray(S, x, at + 2 * L);
        FloatVector s = FloatVector.fromArray(S, x, at + 3 * L);
        a = a.mul(p);
        b = b.mul(q);
        c = c.mul(r);
        d = d.mul(s);
      }
      a.intoArray(y, yAt + j);
      b.intoArray(y, yAt + j + L);
      c.intoArray(y, yAt + j + 2 * L);
      d.intoArray(y, yAt + j + 3 * L);
    }
    for (; j < n; j += L) {
      VectorMask<Float> m = S.indexInRange(j, n);
      FloatVector a = identity;
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, at, m);
        a = a.mul(p);
      }
      a.intoArray(y, yAt + j, m);
    }
  }

  static void max(float[] x, int xAt, int rows, int pitch, float[] y, int yAt, int n) {
    FloatVector identity = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    int j = 0;
    for (; j <= n - 4 * L; j += 4 * L) {
      FloatVector a = identity;
      FloatVector b = identity;
      FloatVector c = identity;
      FloatVector d = identity;
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, at);
        FloatVector q = FloatVector.fromArray(S, x, at + L);
        FloatVector r = FloatVector.fromArray(S, x, at + 2 * L);
        FloatVector s = FloatVector.fromArray(S, x, at + 3 * L);
        a = a.max(p);
        b = b.max(q);
        c = c.max(r);
        d = d.max(s);
      }
      a.intoArray(y, yAt + j);
      b.intoArray(y, yAt + j + L);
      c.intoArray(y, yAt + j + 2 * L);
      d.intoArray(y, yAt + j + 3 * L);
    }
    for (; j < n; j += L) {
      VectorMask<Float> m = S.indexInRange(j, n);
      FloatVector a = identity;
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, at, m);
        a = a.max(p);
      }
      a.intoArray(y, yAt + j, m);
    }
  }

  static void min(float[] x, int xAt, int rows, int pitch, float[] y, int yAt, int n) {
    FloatVector identity = FloatVector.broadcast(S, Float.POSITIVE_INFINITY);
    int j = 0;
    for (; j <= n - 4 * L; j += 4 * L) {
      FloatVector a = identity;
      FloatVector b = identity;
      FloatVector c = identity;
      FloatVector d = identity;
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, at);
        FloatVector q = FloatVector.fromArray(S, x, at + L);
        FloatVector r = FloatVector.fromArray(S, x, at + 2 * L);
        FloatVector s = FloatVector.fromArray(S, x, at + 3 * L);
        a = a.min(p);
        b = b.min(q);
        c = c.min(r);
        d = d.min(s);
      }
      a.intoArray(y, yAt + j);
      b.intoArray(y, yAt + j + L);
      c.intoArray(y, yAt + j + 2 * L);
      d.intoArray(y, yAt + j + 3 * L);
    }
    for (; j < n; j += L) {
      VectorMask<Float> m = S.indexInRange(j, n);
      FloatVector a = identity;
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        FloatVector p = FloatVector.fromArray(S, x, at, m);
        a = a.min(p);
      }
      a.intoArray(y, yAt + j, m);
    }
  }

  static void logSumExp(float[] x, int xAt, int rows, int pitch, float[] y, int yAt, int n) {
    for (int j = 0; j < n; j += L) {
      VectorMask<Float> m = S.indexInRange(j, n);
      FloatVector max = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        max = max.max(FloatVector.fromArray(S, x, at, m));
      }
      FloatVector sum = FloatVector.zero(S);
      for (int i = 0, at = xAt + j; i < rows; i++, at += pitch) {
        sum = sum.add(ExpLog.exp(FloatVector.fromArray(S, x, at, m).sub(max)));
      }
      // Where the largest is infinite, its difference from itself is NaN; the result is infinite.
      VectorMask<Float> infinite = max.test(VectorOperators.IS_INFINITE);
      max.add(ExpLog.log(sum)).blend(max, infinite).intoArray(y, yAt + j, m);
    }
  }
}
