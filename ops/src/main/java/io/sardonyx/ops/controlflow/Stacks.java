package io.sardonyx.ops.controlflow;

import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.runtime.spi.Frame;
import java.util.Arrays;
import java.util.List;

/** Takes tensors apart along an axis and puts them together, as Loop and Scan do. */
final class Stacks {

  private Stacks() {}

  /**
   * The tensors along a new axis.
   *
   * @param type the stack's type, of which an empty stack takes what is known of its shape
   */
  static Tensor stack(Frame f, List<Tensor> tensors, int axis, TensorType type) {
    if (tensors.isEmpty()) {
      return empty(type, axis);
    }
    Tensor first = tensors.getFirst();
    long[] shape = new long[first.rank() + 1];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = d == axis ? tensors.size() : first.dim(d < axis ? d : d - 1);
    }
    Tensor stack = Tensor.zeros(first.elementType(), shape);
    int outer = size(shape, 0, axis);
    int inner = elements(first, size(shape, axis + 1, shape.length));
    for (int i = 0; i < tensors.size(); i++) {
      Tensor t = tensors.get(i);
      if (!t.hasShape(first.shape())) {
        throw f.error(
            "iteration %d gives the shape %s to collect; the ones before gave %s",
            i, Arrays.toString(t.shape()), Arrays.toString(first.shape()));
      }
      for (int o = 0; o < outer; o++) {
        System.arraycopy(
            t.array(),
            t.offset() + o * inner,
            stack.array(),
            (o * tensors.size() + i) * inner,
            inner);
      }
    }
    return stack;
  }

  private static Tensor empty(TensorType type, int axis) {
    long[] shape = new long[type.shape().isRanked() ? type.shape().rank() : 1];
    for (int d = 0; d < shape.length; d++) {
      boolean known = d != axis && type.shape().isRanked() && type.shape().dim(d).isKnown();
      shape[d] = known ? type.shape().dim(d).size() : 0;
    }
    return Tensor.zeros(type.elementType(), shape);
  }

  /** The part of a tensor at one index of an axis, without that axis; a copy. */
  static Tensor slice(Tensor t, int axis, int index) {
    long[] shape = t.shape();
    long[] rest = new long[shape.length - 1];
    for (int d = 0; d < rest.length; d++) {
      rest[d] = shape[d < axis ? d : d + 1];
    }
    Tensor slice = Tensor.zeros(t.elementType(), rest);
    int outer = size(shape, 0, axis);
    int inner = elements(t, size(shape, axis + 1, shape.length));
    for (int o = 0; o < outer; o++) {
      System.arraycopy(
          t.array(),
          t.offset() + (o * (int) shape[axis] + index) * inner,
          slice.array(),
          o * inner,
          inner);
    }
    return slice;
  }

  private static int elements(Tensor t, int count) {
    return Math.toIntExact(t.elementType().arrayLength(count));
  }

  private static int size(long[] shape, int from, int to) {
    return Math.toIntExact(Shape.elements(Arrays.copyOfRange(shape, from, to)));
  }
}
