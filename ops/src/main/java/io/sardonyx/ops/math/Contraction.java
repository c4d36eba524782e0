package io.sardonyx.ops.math;

import io.sardonyx.ops.matrix.MatrixProduct;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RightMatrix;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Contracts the operands of Einsum from left to right, two at a time: as batches of matrix products
 * where these are large enough, else by plain sums of products.
 */
final class Contraction {

  /** Multiplications in one matrix product below which plain loops cost less. */
  private static final long SMALL = 256;

  private final Operands operands;
  private final int[] outLabels;
  private final int[] outDims;
  private final int result;
  private boolean written;

  /** For a node whose output has these labels and sizes. */
  Contraction(Operands operands, int[] outLabels, long[] outDims) {
    this.operands = operands;
    this.outLabels = outLabels;
    this.outDims = Arrays.stream(outDims).mapToInt(Math::toIntExact).toArray();
    this.result = operands.output(0);
  }

  /** The step that computes the output; parts of the work go into steps before it. */
  Step compile(List<StridedView> views) {
    List<StridedView> left = new ArrayList<>(views);
    StridedView first = left.removeFirst();
    if (left.isEmpty()) {
      first = contract(first, null, left);
    }
    while (!left.isEmpty()) {
      StridedView second = left.removeFirst();
      first = contract(first, second, left);
    }
    if (written) {
      return f -> {};
    }
    return operands.copy(first.slot(operands), outDims, first.strides(outLabels), result);
  }

  private boolean isNeeded(int label, List<StridedView> later) {
    return Arrays.stream(outLabels).anyMatch(l -> l == label)
        || later.stream().anyMatch(v -> v.has(label));
  }

  /** The product of two operands, or one alone, summed over what nobody needs any more. */
  private StridedView contract(StridedView x, StridedView y, List<StridedView> later) {
    if (y == null) {
      int[] kept = x.labelsWhere(label -> isNeeded(label, later));
      return kept.length == x.labels().length ? x : sum(x, null, kept, later);
    }
    // A constant is best on the right, where it is packed once.
    boolean swap = isConstant(x) && !isConstant(y);
    StridedView a = reduced(swap ? y : x, swap ? x : y, later);
    StridedView b = reduced(swap ? x : y, a, later);
    int[] batch = a.labelsWhere(label -> b.has(label) && isNeeded(label, later));
    int[] inner = b.labelsWhere(label -> a.has(label) && !isNeeded(label, later));
    int[] rows = a.labelsWhere(label -> !b.has(label));
    int[] columns = b.labelsWhere(label -> !a.has(label));
    long m = size(a, rows);
    long n = size(b, columns);
    long k = size(a, inner);
    if (k == 1 || m * n * k < SMALL || m * n < 4) {
      return sum(a, b, join(batch, rows, columns), later);
    }
    return product(a, b, batch, rows, inner, columns, later);
  }

  private boolean isConstant(StridedView v) {
    return v.input() >= 0 && operands.isConstant(v.input());
  }

  /** Sums an operand over the labels that only it has and nobody needs. */
  private StridedView reduced(StridedView x, StridedView other, List<StridedView> later) {
    int[] kept = x.labelsWhere(label -> other.has(label) || isNeeded(label, later));
    if (kept.length == x.labels().length) {
      return x;
    }
    int[] dims = Arrays.stream(kept).map(x::dim).toArray();
    int slot = operands.scratch(elements(dims));
    operands.before(
        new SumOfProducts(x, null, kept, dims, x.labelsWhere(l -> !contains(kept, l)))
            .step(operands, slot));
    return StridedView.dense(slot, kept, dims);
  }

  private StridedView sum(StridedView a, StridedView b, int[] kept, List<StridedView> later) {
    int[] labels = later.isEmpty() ? present(kept) : kept;
    int[] dims = dims(a, b, labels);
    int[] summed =
        IntStream.concat(
                Arrays.stream(a.labels()),
                b == null ? IntStream.empty() : Arrays.stream(b.labels()))
            .distinct()
            .filter(label -> !contains(labels, label))
            .toArray();
    int slot = target(labels, dims, later);
    operands.before(new SumOfProducts(a, b, labels, dims, summed).step(operands, slot));
    return StridedView.dense(slot, labels, dims);
  }

  /** The labels in the order of the output, for the last of all operations. */
  private int[] present(int[] kept) {
    return Arrays.stream(outLabels).filter(label -> contains(kept, label)).toArray();
  }

  private StridedView product(
      StridedView a,
      StridedView b,
      int[] batch,
      int[] rows,
      int[] inner,
      int[] columns,
      List<StridedView> later) {
    StridedView left =
        a.flatStride(rows) >= 0 && a.flatStride(inner) == 1
            ? a
            : copied(a, join(batch, rows, inner));
    StridedView right =
        b.flatStride(columns) >= 0 && b.flatStride(inner) >= 0
            ? b
            : copied(b, join(batch, inner, columns));
    int m = (int) size(left, rows);
    int k = (int) size(left, inner);
    int n = (int) size(right, columns);
    int[] labels = join(batch, rows, columns);
    int[] dims = dims(a, b, labels);
    int slot = target(labels, dims, later);
    int[] rightOffsets = offsets(right, batch);
    RightMatrix matrices =
        new RightMatrix(
            right.input(),
            right.slot(),
            rightOffsets,
            right.flatStride(inner),
            right.flatStride(columns),
            1);
    int[] indices = new int[rightOffsets.length];
    Arrays.setAll(indices, i -> i);
    operands.before(
        new MatrixProduct(operands, m, k, n)
            .left(left.slot(operands), offsets(left, batch), left.flatStride(rows))
            .right(matrices, indices)
            .result(slot)
            .step());
    return StridedView.dense(slot, labels, dims);
  }

  /** Scratch memory, or the output itself if the result lies there as it should. */
  private int target(int[] labels, int[] dims, List<StridedView> later) {
    int[] wanted = Arrays.stream(outLabels).filter(l -> contains(labels, l)).toArray();
    if (later.isEmpty() && Arrays.equals(labels, wanted)) {
      written = true;
      return result;
    }
    return operands.scratch(elements(dims));
  }

  private StridedView copied(StridedView v, int[] labels) {
    int[] dims = Arrays.stream(labels).map(v::dim).toArray();
    int slot = operands.scratch(elements(dims));
    operands.before(operands.copy(v.slot(operands), dims, v.strides(labels), slot));
    return StridedView.dense(slot, labels, dims);
  }

  /** Where each batch begins. */
  private static int[] offsets(StridedView v, int[] batch) {
    int[] dims = Arrays.stream(batch).map(v::dim).toArray();
    int[] offsets = new int[Math.toIntExact(elements(dims))];
    for (int i = 0; i < offsets.length; i++) {
      int rest = i;
      for (int d = batch.length - 1; d >= 0; d--) {
        offsets[i] += rest % dims[d] * v.stride(batch[d]);
        rest /= dims[d];
      }
    }
    return offsets;
  }

  private static int[] dims(StridedView a, StridedView b, int[] labels) {
    return Arrays.stream(labels).map(label -> a.has(label) ? a.dim(label) : b.dim(label)).toArray();
  }

  private static long elements(int[] dims) {
    long elements = 1;
    for (int d : dims) {
      elements = Math.multiplyExact(elements, d);
    }
    return elements;
  }

  private static long size(StridedView v, int[] labels) {
    return elements(Arrays.stream(labels).map(v::dim).toArray());
  }

  private static boolean contains(int[] labels, int label) {
    return Arrays.stream(labels).anyMatch(l -> l == label);
  }

  private static int[] join(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }
}
