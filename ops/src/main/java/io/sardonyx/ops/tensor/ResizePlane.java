package io.sardonyx.ops.tensor;

import io.sardonyx.kernels.ResampleKernels;

/**
 * Interpolates a picture along both axes, a row of the output at a time: rows of the input are
 * interpolated along the row once, and kept as long as output rows need them.
 *
 * @param kernels the kernels
 * @param rows the outer axis
 * @param columns the inner axis
 * @param rowWeights the outer axis's weights
 * @param columnWeights the inner axis's weights
 * @param columnOffsets the inner axis's taps in array elements
 * @param length array elements of a pixel
 * @param inPitch array elements from one of the input's pixels to the next
 * @param outPitch array elements from one of the output's pixels to the next
 */
@SuppressWarnings("ArrayRecordComponent") // tables, never compared
record ResizePlane(
    ResampleKernels kernels,
    ResizeAxis rows,
    ResizeAxis columns,
    float[] rowWeights,
    float[] columnWeights,
    int[] columnOffsets,
    int length,
    int inPitch,
    int outPitch) {

  /** Array elements of an input picture. */
  int inSize() {
    return rows.in() * columns.in() * inPitch;
  }

  /** Array elements of an output picture. */
  int outSize() {
    return rows.out() * columns.out() * outPitch;
  }

  /**
   * Computes rows [from, to) of the output.
   *
   * @param kept memory for as many output rows as the outer axis has taps
   * @param numbers memory for twice as many integers as the outer axis has taps
   */
  void rows(float[] x, int xAt, float[] y, int yAt, int from, int to, float[] kept, int[] numbers) {
    int taps = rows.taps();
    int row = columns.out() * length;
    // The taps of a row are neighbours, so that each has a place of its own modulo their number.
    for (int t = 0; t < taps; t++) {
      numbers[taps + t] = -1;
    }
    for (int r = from; r < to; r++) {
      for (int t = 0; t < taps; t++) {
        int source = rows.index()[t * rows.out() + r];
        int place = source % taps;
        if (numbers[taps + place] != source) {
          numbers[taps + place] = source;
          kernels.columns(
              x,
              xAt + source * columns.in() * inPitch,
              columnOffsets,
              columnWeights,
              columns.taps(),
              columns.out(),
              length,
              kept,
              place * row,
              length);
        }
        numbers[t] = place * row;
      }
      addRows(kept, numbers, r, y, yAt + r * columns.out() * outPitch);
    }
  }

  private void addRows(float[] kept, int[] at, int r, float[] y, int to) {
    int runs = outPitch == length ? 1 : columns.out();
    int run = outPitch == length ? columns.out() * length : length;
    for (int p = 0; p < runs; p++) {
      kernels.rows(
          kept, at, p * length, rowWeights, r, rows.out(), rows.taps(), y, to + p * outPitch, run);
    }
  }
}
