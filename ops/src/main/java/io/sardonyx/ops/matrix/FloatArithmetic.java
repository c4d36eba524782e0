package io.sardonyx.ops.matrix;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.GemmPacking;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.kernels.UnaryFunction;
import io.sardonyx.ops.family.Arithmetic;
import java.util.Arrays;

/**
 * Arithmetic in floats, with the kernels of a set.
 *
 * @param kernels the kernel set
 */
record FloatArithmetic(Kernels kernels) implements RealArithmetic {

  @Override
  public Arithmetic numbers() {
    return Arithmetic.FLOATS;
  }

  @Override
  public GemmPacking packing(int columns, int k) {
    return GemmPacking.of(kernels.gemm(), columns, 1, k);
  }

  @Override
  public int lanes() {
    return kernels.gemm().lanes();
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
    packing.packColumns(
        p, j0, j1, (float[]) b, bAt, kStride, columnStride, scale, (float[]) packed, at);
  }

  @Override
  public void zeroColumns(GemmPacking packing, int p, int j0, int j1, Object packed, int at) {
    packing.zeroColumns(p, j0, j1, (float[]) packed, at);
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
    kernels
        .gemm()
        .rows(
            m0,
            m1,
            k,
            (float[]) a,
            aAt,
            lda,
            (float[]) panel,
            panelAt,
            0,
            width,
            columns,
            (float[]) c,
            cAt,
            ldc,
            (float[]) bias,
            biasAt,
            (float[]) residual,
            residualAt,
            ldr,
            min,
            max);
  }

  @Override
  public void dots(
      int r0, int r1, int k, Object a, int aAt, Object b, int bAt, int ldb, Object y, int yAt) {
    kernels
        .matrixVector()
        .dots(r0, r1, k, (float[]) a, aAt, (float[]) b, bAt, ldb, (float[]) y, yAt);
  }

  @Override
  public void combine(
      int rows, int j0, int j1, Object a, int aAt, Object b, int bAt, int ldb, Object y, int yAt) {
    kernels
        .matrixVector()
        .combine(rows, j0, j1, (float[]) a, aAt, (float[]) b, bAt, ldb, (float[]) y, yAt);
  }

  @Override
  public void activate(Activation f, Object y, int at, int n) {
    if (f.kind() != Activation.Kind.NONE) {
      kernels.elementwise().activate(f, (float[]) y, at, (float[]) y, at, n);
    }
  }

  @Override
  public void unary(UnaryFunction f, Object y, int at, int n) {
    kernels.elementwise().unary(f, (float[]) y, at, (float[]) y, at, n);
  }

  @Override
  public void fill(Object y, int at, int n, double value) {
    Arrays.fill((float[]) y, at, at + n, (float) value);
  }

  @Override
  public double get(Object y, int i) {
    return ((float[]) y)[i];
  }

  @Override
  public void set(Object y, int i, double value) {
    ((float[]) y)[i] = (float) value;
  }

  @Override
  public void add(Object y, int yAt, Object x, int xAt, int xStep, int n) {
    float[] a = (float[]) y;
    float[] b = (float[]) x;
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
    float[] a = (float[]) y;
    for (int i = 0; i < n; i++) {
      a[yAt + i] *= factor;
    }
  }

  @Override
  public void addBlocks(
      Object y, int yAt, Object x, int xAt, Object z, int zAt, int n, int length, int stride) {
    float[] a = (float[]) y;
    float[] b = (float[]) x;
    float[] d = (float[]) z;
    for (int done = 0, from = 0; done < n; done += length, from += stride) {
      int count = Math.min(length, n - done);
      if (d == null) {
        System.arraycopy(b, xAt + from, a, yAt + done, count);
        continue;
      }
      for (int i = 0; i < count; i++) {
        a[yAt + done + i] = b[xAt + from + i] + d[zAt + from + i];
      }
    }
  }

  @Override
  public void multiply(Object y, int yAt, Object x, int xAt, Object z, int zAt, int n) {
    float[] a = (float[]) y;
    float[] b = (float[]) x;
    float[] d = (float[]) z;
    for (int i = 0; i < n; i++) {
      a[yAt + i] = b[xAt + i] * d[zAt + i];
    }
  }

  @Override
  public void multiplyAdd(Object y, int yAt, Object x, int xAt, Object z, int zAt, int n) {
    float[] a = (float[]) y;
    float[] b = (float[]) x;
    float[] d = (float[]) z;
    for (int i = 0; i < n; i++) {
      a[yAt + i] += b[xAt + i] * d[zAt + i];
    }
  }

  @Override
  public void addScaled(Object y, int yAt, Object x, int xAt, double factor, int n) {
    float[] a = (float[]) y;
    float[] b = (float[]) x;
    float s = (float) factor;
    for (int i = 0; i < n; i++) {
      a[yAt + i] += b[xAt + i] * s;
    }
  }

  @Override
  public void affine(Object y, int yAt, Object x, int xAt, double factor, double term, int n) {
    float[] a = (float[]) y;
    float[] b = (float[]) x;
    float s = (float) factor;
    float t = (float) term;
    for (int i = 0; i < n; i++) {
      a[yAt + i] = b[xAt + i] * s + t;
    }
  }

  @Override
  public void mix(
      Object y, int yAt, Object weight, int wAt, Object x, int xAt, Object z, int zAt, int n) {
    float[] a = (float[]) y;
    float[] w = (float[]) weight;
    float[] b = (float[]) x;
    float[] d = (float[]) z;
    for (int i = 0; i < n; i++) {
      a[yAt + i] = (1 - w[wAt + i]) * b[xAt + i] + w[wAt + i] * d[zAt + i];
    }
  }

  @Override
  public void clamp(Object y, int at, int n, double min, double max) {
    float[] a = (float[]) y;
    float low = (float) min;
    float high = (float) max;
    for (int i = at; i < at + n; i++) {
      a[i] = a[i] < low ? low : a[i] > high ? high : a[i];
    }
  }

  @Override
  public void softmax(Object y, int at, int n) {
    if (isMinusInfinity(y, at, n)) {
      fill(y, at, n, 0);
    } else {
      kernels.norm().softmax((float[]) y, at, (float[]) y, at, n);
    }
  }
}
