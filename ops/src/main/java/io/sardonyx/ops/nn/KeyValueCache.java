package io.sardonyx.ops.nn;

import io.sardonyx.ops.family.Conversion;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * All keys, or all values, of an attention: the new ones, behind the cached ones if there are any.
 *
 * @param slot where they lie, as they are computed with
 * @param layout how they lie
 */
record KeyValueCache(int slot, HeadLayout layout) {

  /**
   * Joins what is cached and what is new, and writes the new cache if it is asked for, in steps
   * before the operator's.
   *
   * @param added the input with the new rows
   * @param past the input with the cached ones; may be missing
   * @param present the output for all; may be unused
   * @param width numbers of a row
   */
  static KeyValueCache of(
      Operands o, AttentionSizes sizes, int added, int past, int present, int width) {
    CompileContext c = o.context();
    HeadLayout own = sizes.layout(sizes.keyHeads(), sizes.added(), width);
    HeadLayout all = HeadLayout.dense(sizes.keyHeads(), sizes.keys(), width);
    boolean isWanted = present < c.outputCount() && c.hasOutput(present);
    boolean hasPast = c.hasInput(past);
    if (isWanted) {
      int y = c.output(present);
      if (hasPast) {
        HeadLayout cached = HeadLayout.dense(sizes.keyHeads(), sizes.past(), width);
        o.before(copy(sizes, c.input(past), cached, y, all, 0, sizes.past(), width));
      }
      o.before(copy(sizes, c.input(added), own, y, all, sizes.past(), sizes.added(), width));
    }
    if (!hasPast) {
      return new KeyValueCache(o.input(added), own);
    }
    boolean identity = Conversion.of(c.elementType(added), o.arithmetic().numbers()).isNative();
    if (isWanted && identity) {
      return new KeyValueCache(c.output(present), all);
    }
    int joined = o.scratch((long) sizes.batch() * all.batchStride());
    HeadLayout cached = HeadLayout.dense(sizes.keyHeads(), sizes.past(), width);
    int old = o.input(past);
    o.before(copy(sizes, old, cached, joined, all, 0, sizes.past(), width));
    int fresh = o.input(added);
    o.before(copy(sizes, fresh, own, joined, all, sizes.past(), sizes.added(), width));
    return new KeyValueCache(joined, all);
  }

  /** Copies all heads' rows to rows {@code first} and following. */
  private static Step copy(
      AttentionSizes sizes,
      int from,
      HeadLayout source,
      int to,
      HeadLayout target,
      int first,
      int rows,
      int width) {
    int heads = sizes.keyHeads();
    ParallelTask body =
        (f, task, worker) -> {
          int x = f.offset(from) + source.at(task / heads, task % heads);
          int y = f.offset(to) + target.at(task / heads, task % heads) + first * width;
          if (source.rowStride() == width) {
            System.arraycopy(f.array(from), x, f.array(to), y, rows * width);
            return;
          }
          for (int r = 0; r < rows; r++) {
            int row = x + r * source.rowStride();
            System.arraycopy(f.array(from), row, f.array(to), y + r * width, width);
          }
        };
    return f -> f.parallel(sizes.batch() * heads, body);
  }
}
