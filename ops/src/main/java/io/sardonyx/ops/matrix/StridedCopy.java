package io.sardonyx.ops.matrix;

import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * Copies numbers that lie at any strides into a dense row-major block: transposition, diagonals,
 * repetition (stride 0).
 */
public final class StridedCopy {

  private static final int TILE = 16;
  private static final int GRAIN = 32 * 1024;

  private final int[] dims;
  private final int[] strides;
  private final int length;

  /** A copy of a block with these sizes, whose elements lie at these strides in the source. */
  public StridedCopy(int[] dims, int[] strides) {
    int[] d = new int[dims.length + 2];
    int[] s = new int[dims.length + 2];
    int rank = 0;
    int elements = 1;
    for (int i = 0; i < dims.length; i++) {
      elements = Math.multiplyExact(elements, dims[i]);
      if (dims[i] == 1) {
        continue;
      }
      if (rank > 0 && s[rank - 1] == strides[i] * dims[i]) {
        d[rank - 1] *= dims[i];
        s[rank - 1] = strides[i];
      } else {
        d[rank] = dims[i];
        s[rank++] = strides[i];
      }
    }
    // At least two dimensions: rows and columns.
    int missing = Math.max(0, 2 - rank);
    this.dims = new int[rank + missing];
    this.strides = new int[rank + missing];
    Arrays.fill(this.dims, 0, missing, 1);
    System.arraycopy(d, 0, this.dims, missing, rank);
    System.arraycopy(s, 0, this.strides, missing, rank);
    this.length = elements;
  }

  /** Whether the block lies in the source as it is. */
  public boolean isContiguous() {
    return length == 0 || (dims.length == 2 && dims[0] == 1 && (dims[1] == 1 || strides[1] == 1));
  }

  /** The step that copies from {@code fromAt} on in one slot to the beginning of another. */
  public Step step(int from, int fromAt, int to) {
    if (length == 0) {
      return f -> {};
    }
    int columns = dims[dims.length - 1];
    int lines = dims[dims.length - 2];
    int blocksPerPlane = (lines + TILE - 1) / TILE;
    int blocks = length / columns / lines * blocksPerPlane;
    int perTask = Math.max(1, GRAIN / Math.max(1, columns * Math.min(lines, TILE)));
    int tasks = (blocks + perTask - 1) / perTask;
    ParallelTask body =
        (f, task, worker) -> {
          int end = Math.min(blocks, (task + 1) * perTask);
          for (int b = task * perTask; b < end; b++) {
            block(f, from, fromAt, to, b / blocksPerPlane, b % blocksPerPlane * TILE);
          }
        };
    return f -> f.parallel(tasks, body);
  }

  private void block(Frame f, int from, int fromAt, int to, int plane, int line) {
    int last = dims.length - 1;
    int columns = dims[last];
    int lines = Math.min(TILE, dims[last - 1] - line);
    int source = f.offset(from) + fromAt + line * strides[last - 1];
    int rest = plane;
    for (int d = last - 2; d >= 0; d--) {
      source += rest % dims[d] * strides[d];
      rest /= dims[d];
    }
    int target = f.offset(to) + (plane * dims[last - 1] + line) * columns;
    int lineStride = strides[last - 1];
    int stride = strides[last];
    if (stride == 1) {
      for (int i = 0; i < lines; i++) {
        System.arraycopy(
            f.array(from), source + i * lineStride, f.array(to), target + i * columns, columns);
      }
      return;
    }
    switch (f.array(from)) {
      case float[] x -> {
        float[] y = (float[]) f.array(to);
        for (int j0 = 0; j0 < columns; j0 += TILE) {
          int j1 = Math.min(columns, j0 + TILE);
          for (int i = 0; i < lines; i++) {
            for (int j = j0; j < j1; j++) {
              y[target + i * columns + j] = x[source + i * lineStride + j * stride];
            }
          }
        }
      }
      case double[] x -> {
        double[] y = (double[]) f.array(to);
        for (int i = 0; i < lines; i++) {
          for (int j = 0; j < columns; j++) {
            y[target + i * columns + j] = x[source + i * lineStride + j * stride];
          }
        }
      }
      case long[] x -> {
        long[] y = (long[]) f.array(to);
        for (int i = 0; i < lines; i++) {
          for (int j = 0; j < columns; j++) {
            y[target + i * columns + j] = x[source + i * lineStride + j * stride];
          }
        }
      }
      default -> throw new IllegalArgumentException(f.array(from).getClass().toString());
    }
  }
}
