package io.sardonyx.ops.nn.conv;

import java.util.List;

/**
 * Writes the tables through which kernels gather pixels: for every tap and a range of output pixels
 * the offset of the input pixel that the tap sees, or -1 where it lies outside. Tables are made for
 * the range that a task works on, since those of whole pictures can outweigh the pictures.
 */
public final class TapTable {

  private final TapAxis last;
  private final int taps;
  private final int leadingTaps;
  private final int rowOutputs;

  /** For every leading tap and output row the offset of the input row, or -1. */
  private final int[] rows;

  private final int rowCount;
  private final int pitch;

  /**
   * @param axes the spatial axes, the last one innermost
   * @param pitch distance of neighbouring input pixels
   */
  public TapTable(List<TapAxis> axes, int pitch) {
    this.last = axes.getLast();
    this.pitch = pitch;
    this.rowOutputs = last.outputs();
    int[] offsets = {0};
    int tapCount = 1;
    int outputs = 1;
    for (TapAxis axis : axes.subList(0, axes.size() - 1)) {
      offsets = extend(offsets, tapCount, outputs, axis);
      tapCount *= axis.taps();
      outputs *= axis.outputs();
    }
    this.leadingTaps = tapCount;
    this.rowCount = outputs;
    this.taps = tapCount * last.taps();
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = offsets[i] < 0 ? -1 : offsets[i] * last.inputs() * pitch;
    }
    this.rows = offsets;
  }

  /** The offsets with one more axis inside: row numbers times the axis's inputs plus its source. */
  private static int[] extend(int[] offsets, int taps, int outputs, TapAxis axis) {
    int[] extended = new int[offsets.length * axis.taps() * axis.outputs()];
    int at = 0;
    for (int t = 0; t < taps; t++) {
      for (int u = 0; u < axis.taps(); u++) {
        for (int o = 0; o < outputs; o++) {
          int outer = offsets[t * outputs + o];
          for (int p = 0; p < axis.outputs(); p++) {
            int source = axis.source(u, p);
            extended[at++] = outer < 0 || source < 0 ? -1 : outer * axis.inputs() + source;
          }
        }
      }
    }
    return extended;
  }

  public int taps() {
    return taps;
  }

  /** Output pixels of a row, those along the last axis. */
  public int rowOutputs() {
    return rowOutputs;
  }

  /**
   * Writes the table of output pixels [from, to): that of pixel p and tap t comes to {@code t *
   * stride + p - from}.
   */
  public void fill(int from, int to, int[] table, int stride) {
    for (int p = from; p < to; ) {
      int row = p / rowOutputs;
      int x = p - row * rowOutputs;
      int n = Math.min(to - p, rowOutputs - x);
      for (int t = 0; t < leadingTaps; t++) {
        int base = rows[t * rowCount + row];
        for (int u = 0; u < last.taps(); u++) {
          int at = (t * last.taps() + u) * stride + p - from;
          if (base < 0) {
            java.util.Arrays.fill(table, at, at + n, -1);
          } else {
            fillRow(table, at, base, u, x, n);
          }
        }
      }
      p += n;
    }
  }

  private void fillRow(int[] table, int at, int base, int tap, int x, int n) {
    int[] sources = last.sources();
    int from = tap * rowOutputs + x;
    for (int i = 0; i < n; i++) {
      int source = sources[from + i];
      table[at + i] = source < 0 ? -1 : base + source * pitch;
    }
  }
}
