package io.sardonyx.ops.nn;

/**
 * Where the rows of each head of each sequence lie in a tensor.
 *
 * @param batchStride from one sequence to the next
 * @param headStride from one head to the next
 * @param rowStride from one row to the next
 */
record HeadLayout(int batchStride, int headStride, int rowStride) {

  /** [batch, heads, rows, width]. */
  static HeadLayout dense(int heads, int rows, int width) {
    return new HeadLayout(heads * rows * width, rows * width, width);
  }

  /** Where the rows of a head begin. */
  int at(int batch, int head) {
    return batch * batchStride + head * headStride;
  }
}
