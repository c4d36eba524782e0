package io.sardonyx.ops.family;

import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.NodeContext;
import java.util.Arrays;

/**
 * A shape seen from one of its axes: [outer, length, inner].
 *
 * @param outer elements before the axis
 * @param length elements along the axis
 * @param inner elements after the axis
 */
public record AxisSplit(int outer, int length, int inner) {

  /** Splits known sizes at an axis, which may be negative; throws the node's error if wrong. */
  public static AxisSplit at(NodeContext c, long[] dims, long axis) {
    return of(dims, c.axis(axis, dims.length));
  }

  /** Splits known sizes at an axis counted from the front. */
  public static AxisSplit of(long[] dims, int axis) {
    return new AxisSplit(
        elements(dims, 0, axis),
        Math.toIntExact(dims[axis]),
        elements(dims, axis + 1, dims.length));
  }

  /** Joins an axis and all after it, which may be negative. */
  public static AxisSplit from(NodeContext c, long[] dims, long axis) {
    int first = c.axis(axis, dims.length);
    return new AxisSplit(elements(dims, 0, first), elements(dims, first, dims.length), 1);
  }

  private static int elements(long[] dims, int from, int to) {
    return Math.toIntExact(Shape.elements(Arrays.copyOfRange(dims, from, to)));
  }

  /** Whether there are no elements at all. */
  public boolean isEmpty() {
    return outer == 0 || length == 0 || inner == 0;
  }
}
