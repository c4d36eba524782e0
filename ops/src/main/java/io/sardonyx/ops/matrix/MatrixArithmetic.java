package io.sardonyx.ops.matrix;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.GemmPacking;
import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;

/**
 * Matrix products in one of the number types in which they are computed: float, double or long. All
 * arrays are of {@link #storage}; see {@link io.sardonyx.kernels.GemmKernels} for packed panels.
 */
public sealed interface MatrixArithmetic permits RealArithmetic, LongArithmetic {

  /**
   * What products of these elements are computed in: double for double, float for the other floats,
   * long, whose low bits are right for all widths, for integers.
   */
  static MatrixArithmetic of(CompileContext c, ElementType type) {
    return type.isFloat() ? ofReals(c, type) : LongArithmetic.INSTANCE;
  }

  /** What real numbers of these types are computed in: double if one of them is, else float. */
  static RealArithmetic ofReals(CompileContext c, ElementType... types) {
    for (ElementType type : types) {
      if (type == ElementType.DOUBLE) {
        return new DoubleArithmetic(KernelSets.of(c));
      }
    }
    return new FloatArithmetic(KernelSets.of(c));
  }

  /** The numbers that products are computed with. */
  Arithmetic numbers();

  /** The arrays that products are computed in. */
  default Storage storage() {
    return numbers().storage();
  }

  /** A worker's own array. */
  default Object worker(Frame f, int worker) {
    return numbers().scratch(f, worker);
  }

  /** How the columns of a right operand are packed. */
  GemmPacking packing(int columns, int k);

  /** Columns that are packed side by side: panels are this wide or a multiple. */
  int lanes();

  /** See {@link GemmPacking#packColumns}. */
  void packColumns(
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
      int at);

  /** See {@link GemmPacking#zeroColumns}. */
  void zeroColumns(GemmPacking packing, int p, int j0, int j1, Object packed, int at);

  /** Packs panel {@code p} of the matrix that begins at {@code bAt}, padding included. */
  default void packPanel(
      GemmPacking packing,
      int p,
      Object b,
      int bAt,
      int kStride,
      int columnStride,
      float scale,
      Object packed,
      int at) {
    int valid = packing.validColumns(p);
    int from = bAt + packing.firstColumns()[p] * columnStride;
    packColumns(packing, p, 0, valid, b, from, kStride, columnStride, scale, packed, at);
    zeroColumns(packing, p, valid, packing.widths()[p], packed, at);
  }

  /** Rows times a panel, see {@link io.sardonyx.kernels.GemmKernels#rows}. */
  void rows(
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
      float max);

  /** See {@link io.sardonyx.kernels.MatrixVectorKernels#dots}. */
  void dots(
      int r0, int r1, int k, Object a, int aAt, Object b, int bAt, int ldb, Object y, int yAt);

  /** See {@link io.sardonyx.kernels.MatrixVectorKernels#combine}. */
  void combine(
      int rows, int j0, int j1, Object a, int aAt, Object b, int bAt, int ldb, Object y, int yAt);

  /** Sets {@code y[yAt + i] += x[xAt + i * xStep]}. */
  void add(Object y, int yAt, Object x, int xAt, int xStep, int n);

  /** Sets {@code y[yAt + i] *= factor}. */
  void scale(Object y, int yAt, int n, float factor);

  /** Applies an activation in place. */
  void activate(Activation f, Object y, int at, int n);
}
