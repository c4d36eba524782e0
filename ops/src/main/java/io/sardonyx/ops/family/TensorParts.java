package io.sardonyx.ops.family;

import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.runtime.spi.Frame;
import java.util.Arrays;
import java.util.List;

/**
 * Takes tensors apart along an axis and puts them together: what sequences, Loop and Scan do with
 * tensors of their own. All results are copies. Packed types are not supported.
 */
public final class TensorParts {

  private TensorParts() {}

  /**
   * The tensors along a new axis.
   *
   * @param axis in [0, rank]
   * @param type the stack's type, of which an empty stack takes what is known of its shape
   */
  public static Tensor stack(Frame f, List<Tensor> tensors, int axis, TensorType type) {
    if (tensors.isEmpty()) {
      return empty(type, axis);
    }
    long[] shape = inserted(tensors.getFirst().shape(), axis, 1);
    Tensor[] parts = new Tensor[tensors.size()];
    for (int i = 0; i < parts.length; i++) {
      Tensor t = tensors.get(i);
      if (!t.hasShape(tensors.getFirst().shape())) {
        throw f.error(
            "the tensors to stack differ in shape: number %d is %s, the ones before are %s",
            i, Arrays.toString(t.shape()), Arrays.toString(tensors.getFirst().shape()));
      }
      parts[i] = t.reshaped(shape);
    }
    return concat(f, List.of(parts), axis);
  }

  /**
   * The tensors one after the other.
   *
   * @param tensors at least one
   * @param axis in [0, rank-1]
   */
  public static Tensor concat(Frame f, List<Tensor> tensors, int axis) {
    Tensor first = tensors.getFirst();
    long[] shape = first.shape();
    shape[axis] = 0;
    for (int i = 0; i < tensors.size(); i++) {
      long[] other = tensors.get(i).shape();
      long[] rest = other.clone();
      if (rest.length == shape.length) {
        rest[axis] = shape[axis];
      }
      if (!Arrays.equals(rest, shape)) {
        throw f.error(
            "the tensors to join along axis %d differ in shape: number %d is %s, the first is %s",
            axis, i, Arrays.toString(other), Arrays.toString(first.shape()));
      }
      shape[axis] = Math.addExact(shape[axis], other[axis]);
    }
    Tensor joined = Tensor.zeros(first.elementType(), shape);
    int outer = size(shape, 0, axis);
    int inner = elements(first, size(shape, axis + 1, shape.length));
    int pitch = Math.toIntExact(shape[axis] * inner);
    int at = 0;
    for (Tensor t : tensors) {
      int length = (int) t.dim(axis) * inner;
      for (int o = 0; o < outer; o++) {
        System.arraycopy(
            t.array(), t.offset() + o * length, joined.array(), o * pitch + at, length);
      }
      at += length;
    }
    return joined;
  }

  private static Tensor empty(TensorType type, int axis) {
    long[] shape = new long[type.shape().isRanked() ? type.shape().rank() : 1];
    for (int d = 0; d < shape.length; d++) {
      boolean known = d != axis && type.shape().isRanked() && type.shape().dim(d).isKnown();
      shape[d] = known ? type.shape().dim(d).size() : 0;
    }
    return Tensor.zeros(type.elementType(), shape);
  }

  /** The part of a tensor at one index of an axis, without that axis. */
  public static Tensor slice(Tensor t, int axis, int index) {
    return slice(t, axis, index, 1).reshaped(removed(t.shape(), axis));
  }

  /** The part of a tensor from index {@code from} of an axis on, {@code count} indices long. */
  public static Tensor slice(Tensor t, int axis, int from, int count) {
    long[] shape = t.shape();
    long[] part = shape.clone();
    part[axis] = count;
    Tensor slice = Tensor.zeros(t.elementType(), part);
    int outer = size(shape, 0, axis);
    int inner = elements(t, size(shape, axis + 1, shape.length));
    for (int o = 0; o < outer; o++) {
      System.arraycopy(
          t.array(),
          t.offset() + (o * (int) shape[axis] + from) * inner,
          slice.array(),
          o * count * inner,
          count * inner);
    }
    return slice;
  }

  /** The sizes with another one at {@code axis}. */
  public static long[] inserted(long[] shape, int axis, long size) {
    long[] more = new long[shape.length + 1];
    System.arraycopy(shape, 0, more, 0, axis);
    more[axis] = size;
    System.arraycopy(shape, axis, more, axis + 1, shape.length - axis);
    return more;
  }

  /** The sizes without the one at {@code axis}. */
  public static long[] removed(long[] shape, int axis) {
    long[] rest = new long[shape.length - 1];
    System.arraycopy(shape, 0, rest, 0, axis);
    System.arraycopy(shape, axis + 1, rest, axis, rest.length - axis);
    return rest;
  }

  private static int elements(Tensor t, int count) {
    return Math.toIntExact(t.elementType().arrayLength(count));
  }

  private static int size(long[] shape, int from, int to) {
    return Math.toIntExact(Shape.elements(Arrays.copyOfRange(shape, from, to)));
  }
}
