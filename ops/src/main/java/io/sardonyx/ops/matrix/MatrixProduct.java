package io.sardonyx.ops.matrix;

import io.sardonyx.Storage;
import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.GemmPacking;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * Batches of products of m x k with k x n matrices, with what may follow at once: a bias for every
 * column, a residual to add and an activation. The builder of a step.
 *
 * <pre>c[b][i][j] = activation(sum over q of a[b][i][q] * b[b][q][j] + bias[j] + residual[b][i][j])
 * </pre>
 */
public final class MatrixProduct {

  /** Rows up to which a right operand that is no constant is read as it is rather than packed. */
  private static final int DIRECT_ROWS = 3;

  /** Numbers of a right operand that a task packs for itself, in its worker's memory. */
  private static final int LOCAL_NUMBERS = 96 * 1024;

  private static final int LOCAL_BATCHES = 8;
  private static final int DIRECT_GRAIN = 32 * 1024;

  private final Operands operands;
  private final MatrixArithmetic arithmetic;
  private final int m;
  private final int k;
  private final int n;
  private int left;
  private int[] leftOffsets = {0};
  private int leftStride;
  private RightMatrix right;
  private int[] rightIndices = {0};
  private PackedMatrix packed;
  private Prepared bias;
  private int biasOffset;
  private int residual = -1;
  private Activation activation = Activation.NONE;
  private int result;
  private int resultOffset;

  /** Products of these sizes for a node. */
  public MatrixProduct(Operands operands, int m, int k, int n) {
    this.operands = operands;
    this.arithmetic = operands.arithmetic();
    this.m = m;
    this.k = k;
    this.n = n;
    this.leftStride = k;
  }

  /** The left operands: a slot, and for each product where its rows begin. */
  public MatrixProduct left(int slot, int[] offsets, int rowStride) {
    left = slot;
    leftOffsets = offsets;
    leftStride = rowStride;
    return this;
  }

  /** The right operands, and for each product which of them it takes. */
  public MatrixProduct right(RightMatrix matrices, int[] indices) {
    right = matrices;
    rightIndices = indices;
    return this;
  }

  /** Right operands that are packed already, for k rows and n columns. */
  public MatrixProduct right(PackedMatrix matrices, int[] indices) {
    packed = matrices;
    rightIndices = indices;
    return this;
  }

  /** Adds an input of n numbers, or of one number for all columns, times a factor. */
  public MatrixProduct bias(int input, boolean single, float factor) {
    // Kernels read whole panels: what lies beyond the columns is not stored.
    int padded = arithmetic.packing(n, 0).paddedColumns();
    Prepared.Filler filler =
        (part, from, fromAt, to, toAt) -> {
          for (int j = 0; j < n; j += single ? 1 : n) {
            System.arraycopy(from, fromAt, to, toAt + j, single ? 1 : n);
          }
          if (factor != 1) {
            arithmetic.scale(to, toAt, n, factor);
          }
        };
    bias =
        !single && factor == 1 && padded == n && !operands.isConstant(input)
            ? Prepared.asIs(operands.input(input))
            : Prepared.ofInput(operands, input, List.of("bias", n), padded, 1, 1, filler);
    return this;
  }

  /** Adds numbers for the columns, filled up to whole panels. */
  public MatrixProduct bias(Prepared numbers, int offset) {
    bias = numbers;
    biasOffset = offset;
    return this;
  }

  /** Adds the numbers of a slot, which lie like the result. */
  public MatrixProduct residual(int slot) {
    residual = slot;
    return this;
  }

  /** Applies an activation last. */
  public MatrixProduct activation(Activation f) {
    activation = f;
    return this;
  }

  /** The slot for the results, one m x n matrix after the other. */
  public MatrixProduct result(int slot) {
    return result(slot, 0);
  }

  /** The slot for the results, and where the first one begins. */
  public MatrixProduct result(int slot, int offset) {
    result = slot;
    resultOffset = offset;
    return this;
  }

  /** The step that computes the products; preparations are added to the node's operands. */
  public Step step() {
    // Offsets of results are ints: check once that the last one is.
    Math.toIntExact((long) leftOffsets.length * m * n);
    if (leftOffsets.length == 0 || m == 0 || n == 0) {
      return f -> {};
    }
    if (packed != null) {
      return packedStep();
    }
    boolean constant = right.input() >= 0 && operands.isConstant(right.input());
    if (right.scale() == 1 && n == 1 && (right.kStride() == 1 || k == 1)) {
      return columnStep();
    }
    if (!constant && m <= DIRECT_ROWS && right.scale() == 1 && isDirect()) {
      return rowsStep();
    }
    if (!constant
        && leftOffsets.length >= LOCAL_BATCHES
        && right.offsets().length == leftOffsets.length
        && arithmetic.packing(n, k).length() <= LOCAL_NUMBERS) {
      return localStep();
    }
    packed = PackedMatrix.of(operands, right, k, n);
    return packedStep();
  }

  private boolean isDirect() {
    return right.kStride() == 1 || right.columnStride() == 1;
  }

  // ------------------------------------------------------------------ packed right operands

  private Step packedStep() {
    GemmPacking packing = packed.packing();
    int batches = leftOffsets.length;
    Blocking blocks = Blocking.of(m, k, packing.widths()[0], packing.panels(), batches);
    int tasks = Math.multiplyExact(batches, blocks.tasks());
    ParallelTask body =
        (g, task, worker) -> {
          int batch = task / blocks.tasks();
          int within = task % blocks.tasks();
          int m0 = blocks.rowBlock(within) * blocks.rows();
          int p0 = blocks.panelGroup(within) * blocks.panels();
          panels(
              g,
              batch,
              m0,
              Math.min(m, m0 + blocks.rows()),
              p0,
              Math.min(packing.panels(), p0 + blocks.panels()),
              packing,
              packed.array(g),
              packed.at(g) + rightIndices[batch] * packing.length());
        };
    return f -> f.parallel(tasks, body);
  }

  private void panels(
      Frame f,
      int batch,
      int m0,
      int m1,
      int p0,
      int p1,
      GemmPacking packing,
      Object packed,
      int packedAt) {
    Object c = f.array(result);
    int cAt = f.offset(result) + resultOffset + batch * m * n;
    Object add = bias == null ? null : bias.array(f);
    int addAt = bias == null ? 0 : bias.at(f) + biasOffset;
    Object rest = residual < 0 ? null : f.array(residual);
    int restAt = residual < 0 ? 0 : f.offset(residual) + batch * m * n;
    for (int p = p0; p < p1; p++) {
      int column = packing.firstColumns()[p];
      arithmetic.rows(
          m0,
          m1,
          k,
          f.array(left),
          f.offset(left) + leftOffsets[batch],
          leftStride,
          packed,
          packedAt + packing.offsets()[p],
          packing.widths()[p],
          packing.validColumns(p),
          c,
          cAt + column,
          n,
          add,
          addAt + column,
          rest,
          restAt + column,
          n,
          activation.min(),
          activation.max());
    }
    if (!activation.isClamp()) {
      int from = packing.firstColumns()[p0];
      int to = packing.firstColumns()[p1 - 1] + packing.validColumns(p1 - 1);
      if (to - from == n) {
        arithmetic.activate(activation, c, cAt + m0 * n, (m1 - m0) * n);
      } else {
        for (int i = m0; i < m1; i++) {
          arithmetic.activate(activation, c, cAt + i * n + from, to - from);
        }
      }
    }
  }

  /** One product a task, which packs its right operand for itself. */
  private Step localStep() {
    GemmPacking packing = arithmetic.packing(n, k);
    Storage storage = arithmetic.storage();
    operands.context().workerScratch(storage, packing.length());
    int b = right.slot(operands);
    ParallelTask body =
        (g, batch, worker) -> {
          Object packed = arithmetic.worker(g, worker);
          int at = g.offset(b) + right.offsets()[rightIndices[batch]];
          for (int p = 0; p < packing.panels(); p++) {
            arithmetic.packPanel(
                packing,
                p,
                g.array(b),
                at,
                right.kStride(),
                right.columnStride(),
                right.scale(),
                packed,
                0);
          }
          panels(g, batch, 0, m, 0, packing.panels(), packing, packed, 0);
        };
    return f -> f.parallel(leftOffsets.length, body);
  }

  // ------------------------------------------------------------------ right operands as they lie

  /** A matrix times a vector: a dot product for every row of the left operand. */
  private Step columnStep() {
    int b = right.slot(operands);
    int block = Math.max(1, DIRECT_GRAIN / Math.max(1, k));
    int blocks = (m + block - 1) / block;
    int tasks = Math.multiplyExact(leftOffsets.length, blocks);
    ParallelTask body =
        (g, task, worker) -> {
          int batch = task / blocks;
          int m0 = task % blocks * block;
          int m1 = Math.min(m, m0 + block);
          Object y = g.array(result);
          int yAt = g.offset(result) + resultOffset + batch * m;
          arithmetic.dots(
              m0,
              m1,
              k,
              g.array(b),
              g.offset(b) + right.offsets()[rightIndices[batch]],
              g.array(left),
              g.offset(left) + leftOffsets[batch],
              leftStride,
              y,
              yAt);
          if (bias != null) {
            arithmetic.add(y, yAt + m0, bias.array(g), bias.at(g) + biasOffset, 0, m1 - m0);
          }
          finish(g, y, yAt + m0, batch * m + m0, m1 - m0);
        };
    return f -> f.parallel(tasks, body);
  }

  /** A few rows times a matrix, column by column or row by row of it. */
  private Step rowsStep() {
    int b = right.slot(operands);
    boolean transposed = right.kStride() == 1 && k > 1;
    int block = Math.max(64, DIRECT_GRAIN / Math.max(1, k) / 16 * 16);
    int blocks = (n + block - 1) / block;
    int tasks = Math.multiplyExact(leftOffsets.length, blocks);
    ParallelTask body =
        (g, task, worker) -> {
          int batch = task / blocks;
          int n0 = task % blocks * block;
          int n1 = Math.min(n, n0 + block);
          Object a = g.array(left);
          int bAt = g.offset(b) + right.offsets()[rightIndices[batch]];
          Object y = g.array(result);
          for (int i = 0; i < m; i++) {
            int aAt = g.offset(left) + leftOffsets[batch] + i * leftStride;
            int row = (batch * m + i) * n;
            int yAt = g.offset(result) + resultOffset + row;
            if (transposed) {
              arithmetic.dots(n0, n1, k, a, aAt, g.array(b), bAt, right.columnStride(), y, yAt);
            } else {
              arithmetic.combine(k, n0, n1, a, aAt, g.array(b), bAt, right.kStride(), y, yAt);
            }
            if (bias != null) {
              arithmetic.add(y, yAt + n0, bias.array(g), bias.at(g) + biasOffset + n0, 1, n1 - n0);
            }
            finish(g, y, yAt + n0, row + n0, n1 - n0);
          }
        };
    return f -> f.parallel(tasks, body);
  }

  private void finish(Frame f, Object y, int yAt, int index, int count) {
    if (residual >= 0) {
      arithmetic.add(y, yAt, f.array(residual), f.offset(residual) + index, 1, count);
    }
    if (activation != Activation.NONE) {
      arithmetic.activate(activation, y, yAt, count);
    }
  }
}
