package io.sardonyx.ops.matrix;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.DoubleGemm;
import io.sardonyx.kernels.GemmPacking;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.kernels.UnaryFunction;
import io.sardonyx.ops.family.Arithmetic;
import java.util.Arrays;

/**
 * Arithmetic in doubles: plain products, element-wise functions with the kernels of a set.
 *
 * @param kernels the kernel set
 */
record DoubleArithmetic(Kernels kernels) implements RealArithmetic {

  @Override
  public Arithmetic numbers() {
    return Arithmetic.DOUBLES;
  }

  @Override
  public GemmPacking packing(int columns, int k) {
    return GemmPacking.uniform(DoubleGemm.WIDTH, columns, k);
  }

  @Override
  public int lanes() {
    return DoubleGemm.WIDTH;
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
    double[] from = (double[]) b;
    double[] to = (double[]) packed;
    int start = at + packing.offsets()[p];
    for (int i = 0; i < packing.k(); i++) {
      for (int j = j0; j < j1; j++) {
        to[start + i * DoubleGemm.WIDTH + j] =
            from[bAt + i * kStride + (j - j0) * columnStride] * scale;
      }
    }
  }

  @Override
  public void zeroColumns(GemmPacking packing, int p, int j0, int j1, Object packed, int at) {
    int start = at + packing.offsets()[p];
    for (int i = 0; i < packing.k(); i++) {
      Arrays.fill(
          (double[]) packed,
          start + i * DoubleGemm.WIDTH + j0,
          start + i * DoubleGemm.WIDTH + j1,
          0);
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
    DoubleGemm.rows(
        m0,
        m1,
        k,
        (double[]) a,
        aAt,
        lda,
        (double[]) panel,
        panelAt,
        columns,
        (double[]) c,
        cAt,
        ldc,
        (double[]) bias,
        biasAt,
        (double[]) residual,
        residualAt,
        ldr,
        min,
        max);
  }

  @Override
  public void dots(
      int r0, int r1, int k, Object a, int aAt, Object b, int bAt, int ldb, Object y, int yAt) {
    double[] x = (double[]) a;
    double[] m = (double[]) b;
    for (int r = r0; r < r1; r++) {
      double sum = 0;
      for (int i = 0; i < k; i++) {
        sum += x[aAt + i] * m[bAt + r * ldb + i];
      }
      ((double[]) y)[yAt + r] = sum;
    }
  }

  @Override
  public void combine(
      int rows, int j0, int j1, Object a, int aAt, Object b, int bAt, int ldb, Object y, int yAt) {
    Arrays.fill((double[]) y, yAt + j0, yAt + j1, 0);
    for (int r = 0; r < rows; r++) {
      addScaled(y, yAt + j0, b, bAt + r * ldb + j0, ((double[]) a)[aAt + r], j1 - j0);
    }
  }

  @Override
  public void activate(Activation f, Object y, int at, int n) {
    double[] x = (double[]) y;
    for (int i = at; i < at + n && f.kind() != Activation.Kind.NONE; i++) {
      x[i] = f.apply(x[i]);
    }
  }

  @Override
  public void unary(UnaryFunction f, Object y, int at, int n) {
    kernels.elementwise().unary(f, (double[]) y, at, (double[]) y, at, n);
  }

  @Override
  public void fill(Object y, int at, int n, double value) {
    Arrays.fill((double[]) y, at, at + n, value);
  }

  @Override
  public double get(Object y, int i) {
    return ((double[]) y)[i];
  }

  @Override
  public void set(Object y, int i, double value) {
    ((double[]) y)[i] = value;
  }

  @Override
  public void add(Object y, int yAt, Object x, int xAt, int xStep, int n) {
    double[] a = (double[]) y;
    double[] b = (double[]) x;
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
    double[] a = (double[]) y;
    for (int i = 0; i < n; i++) {
      a[yAt + i] *= factor;
    }
  }

  @Override
  public void addBlocks(
      Object y, int yAt, Object x, int xAt, Object z, int zAt, int n, int length, int stride) {
    double[] a = (double[]) y;
    double[] b = (double[]) x;
    double[] d = (double[]) z;
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
    double[] a = (double[]) y;
    double[] b = (double[]) x;
    double[] d = (double[]) z;
    for (int i = 0; i < n; i++) {
      a[yAt + i] = b[xAt + i] * d[zAt + i];
    }
  }

  @Override
  public void multiplyAdd(Object y, int yAt, Object x, int xAt, Object z, int zAt, int n) {
    double[] a = (double[]) y;
    double[] b = (double[]) x;
    double[] d = (double[]) z;
    for (int i = 0; i < n; i++) {
      a[yAt + i] += b[xAt + i] * d[zAt + i];
    }
  }

  @Override
  public void addScaled(Object y, int yAt, Object x, int xAt, double factor, int n) {
    double[] a = (double[]) y;
    double[] b = (double[]) x;
    for (int i = 0; i < n; i++) {
      a[yAt + i] += b[xAt + i] * factor;
    }
  }

  @Override
  public void affine(Object y, int yAt, Object x, int xAt, double factor, double term, int n) {
    double[] a = (double[]) y;
    double[] b = (double[]) x;
    for (int i = 0; i < n; i++) {
      a[yAt + i] = b[xAt + i] * factor + term;
    }
  }

  @Override
  public void mix(
      Object y, int yAt, Object weight, int wAt, Object x, int xAt, Object z, int zAt, int n) {
    double[] a = (double[]) y;
    double[] w = (double[]) weight;
    double[] b = (double[]) x;
    double[] d = (double[]) z;
    for (int i = 0; i < n; i++) {
      a[yAt + i] = (1 - w[wAt + i]) * b[xAt + i] + w[wAt + i] * d[zAt + i];
    }
  }

  @Override
  public void clamp(Object y, int at, int n, double min, double max) {
    double[] a = (double[]) y;
    for (int i = at; i < at + n; i++) {
      a[i] = a[i] < min ? min : a[i] > max ? max : a[i];
    }
  }

  @Override
  public void softmax(Object y, int at, int n) {
    if (isMinusInfinity(y, at, n)) {
      fill(y, at, n, 0);
    } else {
      kernels.norm().softmax((double[]) y, at, (double[]) y, at, n);
    }
  }
}
