package io.sardonyx.ops.family;

import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Layout;
import io.sardonyx.runtime.spi.Step;

/** How tensors lie in memory in either layout, for operators that move boxes of elements. */
public final class LayoutStrides {

  private LayoutStrides() {}

  /** The distances in memory between neighbours along each dimension of a tensor. */
  public static long[] of(long[] dims, Layout layout) {
    if (!layout.isChannelsLast()) {
      return StridedCopy.strides(dims);
    }
    long[] strides = new long[dims.length];
    strides[1] = 1;
    long stride = layout.pitch();
    for (int d = dims.length - 1; d >= 2; d--) {
      strides[d] = stride;
      stride *= Math.max(1, dims[d]);
    }
    strides[0] = stride;
    return strides;
  }

  /** What belongs to a tensor's dimensions in the order of memory, with another last entry. */
  public static long[] memory(long[] perDimension, long last) {
    int rank = perDimension.length;
    long[] memory = new long[rank];
    memory[0] = perDimension[0];
    System.arraycopy(perDimension, 2, memory, 1, rank - 2);
    memory[rank - 1] = last;
    return memory;
  }

  /**
   * The step that fills a whole output with a box of an input, in their layouts; declares it a view
   * where it is one.
   *
   * @param sizes the box, which are the output's sizes
   * @param strides distances of the box's elements in the input's memory
   * @param start the element in the input's memory where the box begins
   */
  public static Step sliceStep(
      CompileContext c, int input, int output, long[] sizes, long[] strides, long start) {
    Layout layout = c.outputLayout(output);
    if (!layout.isChannelsLast()) {
      return StridedCopy.toWhole(c.elementType(input), sizes, strides, start)
          .compile(c, input, output);
    }
    long[] to = of(sizes, layout);
    if (isSame(sizes, strides, to)) {
      c.view(input, output, start);
    }
    return StridedCopy.of(c.elementType(input), sizes, strides, start, to, 0)
        .step(c, c.input(input), c.output(output));
  }

  private static boolean isSame(long[] sizes, long[] strides, long[] to) {
    for (int d = 0; d < sizes.length; d++) {
      if (sizes[d] > 1 && strides[d] != to[d]) {
        return false;
      }
    }
    return true;
  }
}
