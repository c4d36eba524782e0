package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reductions of ranges with four vectors of partial results, so that additions need not wait for
 * each other.
 */
final class RowReductions {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = VectorShapes.LANES;

  private RowReductions() {}

  static float sum(float[] x, int at, int n) {
    FloatVector a = FloatVector.broadcast(S, 0f);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    for (; i <= n - 4 * L; i += 4 * L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i);
      FloatVector q = FloatVector.fromArray(S, x, at + i + L);
      FloatVector r = FloatVector.fromArray(S, x, at + i + 2 * L);
      FloatVector s = FloatVector.fromArray(S, x, at + i + 3 * L);
      a = a.add(p);
      b = b.add(q);
      c = c.add(r);
      d = d.add(s);
    }
    for (; i <= n - L; i += L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i);
      a = a.add(p);
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector p = FloatVector.fromArray(S, x, at + i, m);
      b = b.add(p);
    }
    return Lanes.sum(a.add(b).add(c.add(d)));
  }

  static float sumAbs(float[] x, int at, int n) {
    FloatVector a = FloatVector.broadcast(S, 0f);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    for (; i <= n - 4 * L; i += 4 * L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i);
      FloatVector q = FloatVector.fromArray(S, x, at + i + L);
      FloatVector r = FloatVector.fromArray(S, x, at + i + 2 * L);
      FloatVector s = FloatVector.fromArray(S, x, at + i + 3 * L);
      a = a.add(p.abs());
      b = b.add(q.abs());
      c = c.add(r.abs());
      d = d.add(s.abs());
    }
    for (; i <= n - L; i += L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i);
      a = a.add(p.abs());
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector p = FloatVector.fromArray(S, x, at + i, m);
      b = b.add(p.abs());
    }
    return Lanes.sum(a.add(b).add(c.add(d)));
  }

  static float sumSquare(float[] x, int at, int n) {
    FloatVector a = FloatVector.broadcast(S, 0f);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    for (; i <= n - 4 * L; i += 4 * L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i);
      FloatVector q = FloatVector.fromArray(S, x, at + i + L);
      FloatVector r = FloatVector.fromArray(S, x, at + i + 2 * L);
      FloatVector s = FloatVector.fromArray(S, x, at + i + 3 * L);
      a = p.fma(p, a);
      b = q.fma(q, b);
      c = r.fma(r, c);
      d = s.fma(s, d);
    }
    for (; i <= n - L; i += L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i);
      a = p.fma(p, a);
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector p = FloatVector.fromArray(S, x, at + i, m);
      b = p.fma(p, b);
    }
    return Lanes.sum(a.add(b).add(c.add(d)));
  }

  static float product(float[] x, int at, int n) {
    FloatVector a = FloatVector.broadcast(S, 1f);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    for (; i <= n - 4 * L; i += 4 * L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i);
      FloatVector q = FloatVector.fromArray(S, x, at + i + L);
      FloatVector r = FloatVector.fromArray(S, x, at + i + 2 * L);
      FloatVector s = FloatVector.fromArray(S, x, at + i + 3 * L);
      a = a.mul(p);
      b = b.mul(q);
      c = c.mul(r);
      d = d.mul(s);
    }
    for (; i <= n - L; i += L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i);
      a = a.mul(p);
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector p = FloatVector.fromArray(S, x, at + i, m);
      b = b.lanewise(VectorOperators.MUL, p, m);
    }
    return Lanes.product(a.mul(b).mul(c.mul(d)));
  }

  static float max(float[] x, int at, int n) {
    FloatVector a = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    for (; i <= n - 4 * L; i += 4 * L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i);
      FloatVector q = FloatVector.fromArray(S, x, at + i + L);
      FloatVector r = FloatVector.fromArray(S, x, at + i + 2 * L);
      FloatVector s = FloatVector.fromArray(S, x, at + i + 3 * L);
      a = a.max(p);
      b = b.max(q);
      c = c.max(r);
      d = d.max(s);
    }
    for (; i <= n - L; i += L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i);
      a = a.max(p);
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector p = FloatVector.fromArray(S, x, at + i, m);
      b = b.lanewise(VectorOperators.MAX, p, m);
    }
    return a.max(b).max(c.max(d)).reduceLanes(VectorOperators.MAX);
  }

  static float min(float[] x, int at, int n) {
    FloatVector a = FloatVector.broadcast(S, Float.POSITIVE_INFINITY);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    for (; i <= n - 4 * L; i += 4 * L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i);
      FloatVector q = FloatVector.fromArray(S, x, at + i + L);
      FloatVector r = FloatVector.fromArray(S, x, at + i + 2 * L);
      FloatVector s = FloatVector.fromArray(S, x, at + i + 3 * L);
      a = a.min(p);
      b = b.min(q);
      c = c.min(r);
      d = d.min(s);
    }
    for (; i <= n - L; i += L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i);
      a = a.min(p);
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector p = FloatVector.fromArray(S, x, at + i, m);
      b = b.lanewise(VectorOperators.MIN, p, m);
    }
    return a.min(b).min(c.min(d)).reduceLanes(VectorOperators.MIN);
  }

  /** The sum of e^(x - max). */
  static float sumExp(float[] x, int at, int n, float max) {
    FloatVector a = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - L; i += L) {
      a = a.add(ExpLog.exp(FloatVector.fromArray(S, x, at + i).sub(max)));
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector e = ExpLog.exp(FloatVector.fromArray(S, x, at + i, m).sub(max));
      a = a.lanewise(VectorOperators.ADD, e, m);
    }
    return Lanes.sum(a);
  }

  /** The sum of squared differences from {@code mean}. */
  static float squaredDeviations(float[] x, int at, int n, float mean) {
    FloatVector a = FloatVector.zero(S);
    FloatVector b = a;
    int i = 0;
    for (; i <= n - 2 * L; i += 2 * L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i).sub(mean);
      FloatVector q = FloatVector.fromArray(S, x, at + i + L).sub(mean);
      a = p.fma(p, a);
      b = q.fma(q, b);
    }
    for (; i <= n - L; i += L) {
      FloatVector p = FloatVector.fromArray(S, x, at + i).sub(mean);
      a = p.fma(p, a);
    }
    if (i < n) {
      VectorMask<Float> m = S.indexInRange(i, n);
      FloatVector p = FloatVector.fromArray(S, x, at + i, m).sub(mean);
      b = b.lanewise(VectorOperators.ADD, p.mul(p), m);
    }
    return Lanes.sum(a.add(b));
  }
}
