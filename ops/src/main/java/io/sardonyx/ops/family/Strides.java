package io.sardonyx.ops.family;

import io.sardonyx.Shape;
import java.util.Arrays;

/** Distances between the elements of tensors that lie row-major in memory. */
public final class Strides {

  private Strides() {}

  /**
   * For every dimension the elements from one index to the next; all 0 if there are no elements.
   */
  public static int[] of(long... dims) {
    int[] strides = new int[dims.length];
    int stride = Shape.elements(dims) == 0 ? 0 : 1;
    for (int d = dims.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride = Math.toIntExact(stride * dims[d]);
    }
    return strides;
  }

  /** The product of the dimensions in [from, to); 1 if there are none. */
  public static int product(long[] dims, int from, int to) {
    return Math.toIntExact(Shape.elements(Arrays.copyOfRange(dims, from, to)));
  }
}
