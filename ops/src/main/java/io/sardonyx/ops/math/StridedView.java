package io.sardonyx.ops.math;

import io.sardonyx.ops.matrix.Operands;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * An operand of Einsum: numbers in a slot, whose dimensions have labels. Each label occurs once,
 * and dimensions of size 1 are left out, so that they broadcast.
 *
 * @param input the node's input that it is, or -1 if it is in scratch memory
 * @param slot the scratch memory, if it is no input
 */
record StridedView(int input, int slot, int[] labels, int[] dims, int[] strides) {

  /** A dense input; a label that occurs twice means the diagonal. */
  static StridedView ofInput(int input, int[] labels, long[] sizes) {
    int[] own = new int[labels.length];
    int[] dims = new int[labels.length];
    int[] strides = new int[labels.length];
    int count = 0;
    int stride = 1;
    for (int d = labels.length - 1; d >= 0; d--) {
      int size = Math.toIntExact(sizes[d]);
      int at = indexOf(own, count, labels[d]);
      if (at >= 0) {
        strides[at] += stride;
      } else if (size != 1) {
        own[count] = labels[d];
        dims[count] = size;
        strides[count++] = stride;
      }
      stride *= size;
    }
    return new StridedView(
        input, -1, reversed(own, count), reversed(dims, count), reversed(strides, count));
  }

  /** Dense numbers in scratch memory. */
  static StridedView dense(int slot, int[] labels, int[] dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int d = dims.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= dims[d];
    }
    return new StridedView(-1, slot, labels, dims, strides);
  }

  private static int[] reversed(int[] a, int count) {
    int[] r = new int[count];
    for (int i = 0; i < count; i++) {
      r[i] = a[count - 1 - i];
    }
    return r;
  }

  private static int indexOf(int[] a, int count, int x) {
    for (int i = 0; i < count; i++) {
      if (a[i] == x) {
        return i;
      }
    }
    return -1;
  }

  /** The slot to read from; for a constant input, this keeps its plain form in memory. */
  int slot(Operands o) {
    return input < 0 ? slot : o.input(input);
  }

  boolean has(int label) {
    return indexOf(labels, labels.length, label) >= 0;
  }

  /** The size of a label's dimension; 1 if there is none. */
  int dim(int label) {
    int i = indexOf(labels, labels.length, label);
    return i < 0 ? 1 : dims[i];
  }

  /** The stride of a label's dimension; 0 if there is none. */
  int stride(int label) {
    int i = indexOf(labels, labels.length, label);
    return i < 0 ? 0 : strides[i];
  }

  /** The strides of these labels. */
  int[] strides(int[] of) {
    return Arrays.stream(of).map(this::stride).toArray();
  }

  /** The labels that fit, from the largest stride to the smallest. */
  int[] labelsWhere(IntPredicate fits) {
    return Arrays.stream(labels)
        .filter(fits)
        .boxed()
        .sorted((a, b) -> Integer.compare(stride(b), stride(a)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * The one stride at which the dimensions of these labels follow each other; -1 if there is none.
   */
  int flatStride(int[] of) {
    int flat = of.length == 0 ? 1 : stride(of[of.length - 1]);
    int expected = flat;
    for (int i = of.length - 1; i >= 0; i--) {
      if (stride(of[i]) != expected) {
        return -1;
      }
      expected *= dim(of[i]);
    }
    return flat;
  }
}
