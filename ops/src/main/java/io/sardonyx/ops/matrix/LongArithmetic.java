package io.sardonyx.ops.matrix;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.GemmPacking;
import io.sardonyx.kernels.LongGemm;
import io.sardonyx.ops.family.Arithmetic;
import java.util.Arrays;

/** Arithmetic of integers modulo 2^64; activations and fractional factors make no sense here. */
final class LongArithmetic implements MatrixArithmetic {

  static final LongArithmetic INSTANCE = new LongArithmetic();

  private LongArithmetic() {}

  @Override
  public Arithmetic numbers() {
    return Arithmetic.LONGS;
  }

  @Override
  public GemmPacking packing(int columns, int k) {
    return GemmPacking.uniform(LongGemm.WIDTH, columns, k);
  }

  @Override
  public int lanes() {
    return LongGemm.WIDTH;
  }

  @Override
  public void packColumns(
      GemmPacking packing,
      int p,
      int j0,
      int j1,
      Object b,
      int bAt,
      int kStride,
      int columnStride,
      float scale,
      Object packed,
      int at) {
    long[] from = (long[]) b;
    long[] to = (long[]) packed;
    int start = at + packing.offsets()[p];
    for (int i = 0; i < packing.k(); i++) {
      for (int j = j0; j < j1; j++) {
        to[start + i * LongGemm.WIDTH + j] =
            from[bAt + i * kStride + (j - j0) * columnStride] * (long) scale;
      }
    }
  }

  @Override
  public void zeroColumns(GemmPacking packing, int p, int j0, int j1, Object packed, int at) {
    int start = at + packing.offsets()[p];
    for (int i = 0; i < packing.k(); i++) {
      Arrays.fill(
          (long[]) packed, start + i * LongGemm.WIDTH + j0, start + i * LongGemm.WIDTH + j1, 0);
    }
  }

  @Override
  public void rows(
      int m0,
      int m1,
      int k,
      Object a,
      int aAt,
      int lda,
      Object panel,
      int panelAt,
      int width,
      int columns,
      Object c,
      int cAt,
      int ldc,
      Object bias,
      int biasAt,
      Object residual,
      int residualAt,
      int ldr,
      float min,
      float max) {
    LongGemm.rows(
        m0,
        m1,
        k,
        (long[]) a,
        aAt,
        lda,
        (long[]) panel,
        panelAt,
        columns,
        (long[]) c,
        cAt,
        ldc,
        (long[]) bias,
        biasAt,
        (long[]) residual,
        residualAt,
        ldr);
  }

  @Override
  public void dots(
      int r0, int r1, int k, Object a, int aAt, Object b, int bAt, int ldb, Object y, int yAt) {
    long[] x = (long[]) a;
    long[] m = (long[]) b;
    for (int r = r0; r < r1; r++) {
      long sum = 0;
      for (int i = 0; i < k; i++) {
        sum += x[aAt + i] * m[bAt + r * ldb + i];
      }
      ((long[]) y)[yAt + r] = sum;
    }
  }

  @Override
  public void combine(
      int rows, int j0, int j1, Object a, int aAt, Object b, int bAt, int ldb, Object y, int yAt) {
    long[] sums = (long[]) y;
    long[] m = (long[]) b;
    Arrays.fill(sums, yAt + j0, yAt + j1, 0);
    for (int r = 0; r < rows; r++) {
      long x = ((long[]) a)[aAt + r];
      for (int j = j0; j < j1; j++) {
        sums[yAt + j] += x * m[bAt + r * ldb + j];
      }
    }
  }

  @Override
  public void activate(Activation f, Object y, int at, int n) {
    if (f.kind() != Activation.Kind.NONE) {
      throw new IllegalArgumentException("integers have no activation " + f);
    }
  }

  @Override
  public void add(Object y, int yAt, Object x, int xAt, int xStep, int n) {
    long[] a = (long[]) y;
    long[] b = (long[]) x;
    if (xStep == 1) {
      for (int i = 0; i < n; i++) {
        a[yAt + i] += b[xAt + i];
      }
    } else {
      for (int i = 0; i < n; i++) {
        a[yAt + i] += b[xAt + i * xStep];
      }
    }
  }

  @Override
  public void scale(Object y, int yAt, int n, float factor) {
    long[] a = (long[]) y;
    for (int i = 0; i < n; i++) {
      a[yAt + i] *= (long) factor;
    }
  }
}
