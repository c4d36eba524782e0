package io.sardonyx.ops.tensor;

import io.sardonyx.ops.family.Strides;
import io.sardonyx.runtime.spi.CompileContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The axes of a resize in the order in which they lie in memory, down to a pixel: the run of
 * elements that stay together, such as the channels of a tensor that lies channels last.
 *
 * @param axes the axes, the outermost first; at least one
 * @param inStrides array elements from one index to the next in the input, by axis
 * @param outStrides the same in the output
 * @param length array elements of a pixel
 * @param isCompact whether nothing lies between pixels but padding of a constant size
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arguments, never compared
record ResizeGrid(
    ResizeAxis[] axes, int[] inStrides, int[] outStrides, int length, boolean isCompact) {

  /** The grid of a node. */
  static ResizeGrid of(CompileContext c, ResizeAxis... logical) {
    List<ResizeAxis> axes = new ArrayList<>(List.of(logical));
    if (c.layout(0).isChannelsLast()) {
      int inPitch = c.layout(0).pitch();
      int outPitch = c.outputLayout(0).pitch();
      ResizeAxis channels = axes.remove(1);
      if (channels.isIdentity()) {
        return of(axes, channels.in(), inPitch, outPitch, true);
      }
      ResizeGrid pixels = of(axes, 1, inPitch, outPitch, false);
      axes.add(channels);
      return new ResizeGrid(
          axes.toArray(ResizeAxis[]::new),
          withOne(pixels.inStrides),
          withOne(pixels.outStrides),
          1,
          false);
    }
    int length = Math.toIntExact(c.elementType(0).arrayLength(1));
    while (axes.size() > 1 && axes.getLast().isIdentity()) {
      length = Math.multiplyExact(length, axes.removeLast().in());
    }
    if (axes.isEmpty()) {
      axes.add(ResizeAxis.identity(1));
    }
    return of(axes, length, length, length, true);
  }

  private static ResizeGrid of(
      List<ResizeAxis> axes, int length, int inPitch, int outPitch, boolean isCompact) {
    int[] inStrides = Strides.of(axes.stream().mapToLong(ResizeAxis::in).toArray());
    int[] outStrides = Strides.of(axes.stream().mapToLong(ResizeAxis::out).toArray());
    for (int d = 0; d < inStrides.length; d++) {
      inStrides[d] = Math.multiplyExact(inStrides[d], inPitch);
      outStrides[d] = Math.multiplyExact(outStrides[d], outPitch);
    }
    return new ResizeGrid(
        axes.toArray(ResizeAxis[]::new), inStrides, outStrides, length, isCompact);
  }

  private static int[] withOne(int[] strides) {
    int[] more = java.util.Arrays.copyOf(strides, strides.length + 1);
    more[strides.length] = 1;
    return more;
  }

  /** The innermost axis. */
  ResizeAxis last() {
    return axes[axes.length - 1];
  }

  /** Array elements from one of the input's pixels to the next. */
  int inPitch() {
    return inStrides[axes.length - 1];
  }

  /** Array elements from one of the output's pixels to the next. */
  int outPitch() {
    return outStrides[axes.length - 1];
  }

  /** Rows of the output along the innermost axis. */
  int rows() {
    int rows = 1;
    for (int d = 0; d < axes.length - 1; d++) {
      rows = Math.multiplyExact(rows, axes[d].out());
    }
    return rows;
  }

  /** Where the row of the input begins that a row of the output is a copy of. */
  int nearestRow(int row) {
    int at = 0;
    for (int d = axes.length - 2; d >= 0; d--) {
      int out = axes[d].out();
      at += axes[d].index()[row % out] * inStrides[d];
      row /= out;
    }
    return at;
  }
}
