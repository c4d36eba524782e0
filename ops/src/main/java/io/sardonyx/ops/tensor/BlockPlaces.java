package io.sardonyx.ops.tensor;

import io.sardonyx.ops.family.Strides;
import java.util.Arrays;

/**
 * Where blocks lie in a picture, for Col2Im. All lists count the spatial axes.
 *
 * @param image the picture's shape
 * @param block the block's shape before dilation
 * @param pads at the beginning of every axis, then at the end
 * @param dilations distances between a block's elements
 * @param strides distances between blocks
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arguments, never compared
record BlockPlaces(long[] image, long[] block, long[] pads, long[] dilations, long[] strides) {

  /** How many blocks there are along an axis. */
  long blocks(int d) {
    long padded = image[d] + pads[d] + pads[d + image.length];
    long extent = Math.addExact(Math.multiplyExact(dilations[d], block[d] - 1), 1);
    return Math.max(0, Math.floorDiv(padded - extent, strides[d]) + 1);
  }

  /** How many blocks there are. */
  long blocks() {
    long blocks = 1;
    for (int d = 0; d < image.length; d++) {
      blocks = Math.multiplyExact(blocks, blocks(d));
    }
    return blocks;
  }

  /**
   * What has to be added, as triples: where in a plane's columns a line of neighbouring blocks'
   * elements begins, where in the picture, and how many there are. In the picture they are the last
   * axis's stride apart.
   */
  int[] lines() {
    int last = image.length - 1;
    long[] blocks = new long[image.length];
    Arrays.setAll(blocks, this::blocks);
    int rows = Strides.product(blocks, 0, last);
    int elements = Strides.product(block, 0, block.length);
    int[] lines = new int[Math.multiplyExact(Math.multiplyExact(3, elements), rows)];
    int found = 0;
    for (int e = 0; e < elements; e++) {
      long shift = e % block[last] * dilations[last] - pads[last];
      long first = Math.max(0, Math.ceilDiv(-shift, strides[last]));
      long end = Math.min(blocks[last], Math.floorDiv(image[last] - 1 - shift, strides[last]) + 1);
      for (int b = 0; b < rows && first < end; b++) {
        long row = row(blocks, e, b);
        if (row >= 0) {
          lines[found++] = Math.toIntExact(((long) e * rows + b) * blocks[last] + first);
          lines[found++] = (int) (row * image[last] + first * strides[last] + shift);
          lines[found++] = (int) (end - first);
        }
      }
    }
    return Arrays.copyOf(lines, found);
  }

  /** The row of the picture where an element of a row of blocks is; -1 if it is in the padding. */
  private long row(long[] blocks, int element, int blockRow) {
    int last = image.length - 1;
    long row = 0;
    long stride = 1;
    long e = element / block[last];
    long b = blockRow;
    for (int d = last - 1; d >= 0; d--) {
      long at = b % blocks[d] * strides[d] + e % block[d] * dilations[d] - pads[d];
      if (at < 0 || at >= image[d]) {
        return -1;
      }
      row += at * stride;
      stride *= image[d];
      e /= block[d];
      b /= blocks[d];
    }
    return row;
  }
}
