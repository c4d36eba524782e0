package io.sardonyx.ops.tensor;

import io.sardonyx.ops.family.Moves;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/** Resizes to the nearest element: elements of any type are only moved. */
final class ResizeMoves {

  private ResizeMoves() {}

  static Step step(CompileContext c, ResizeGrid grid, int x, int y) {
    if (!grid.isCompact()) {
      return ResizeDirect.step(c, grid, x, y);
    }
    int columns = grid.last().out();
    int[] offsets = grid.last().offsets(grid.inPitch());
    int length = grid.length();
    int pitch = grid.outPitch();
    int row = columns * pitch;
    int rows = grid.rows();
    return Ranges.step(
        rows,
        Math.max(1, Ranges.CHEAP / Math.max(1, row)),
        (f, from, to, worker) -> {
          int before = -1;
          for (int r = from; r < to; r++) {
            int source = grid.nearestRow(r);
            int target = f.offset(y) + r * row;
            if (source == before && pitch == length) {
              copyRow(f, y, target - row, target, row);
            } else {
              Moves.gather(
                  f.array(x),
                  f.offset(x) + source,
                  offsets,
                  0,
                  columns,
                  length,
                  f.array(y),
                  target,
                  pitch);
            }
            before = source;
          }
        });
  }

  private static void copyRow(Frame f, int y, int from, int to, int n) {
    System.arraycopy(f.array(y), from, f.array(y), to, n);
  }
}
