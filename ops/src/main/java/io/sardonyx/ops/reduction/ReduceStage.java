package io.sardonyx.ops.reduction;

import io.sardonyx.kernels.Reduction;
import io.sardonyx.ops.family.Conversion;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/**
 * One sweep of a reduction: [outer, length, inner] to [outer, blocks, inner], where {@code length}
 * is cut into blocks of a fixed size, so that sums stay accurate and few long ones still make many
 * tasks.
 */
final class ReduceStage {

  /** Longest contiguous block. */
  private static final int ROW_BLOCK = 32 * 1024;

  /** Most rows of a block of columns, and most columns of one call. */
  private static final int COLUMN_BLOCK = 128;

  private static final int COLUMN_CHUNK = 512;

  /** Most rows of a block whose elements have to be converted first. */
  private static final int CONVERTED_ROWS = 32;

  private final RowKernels kernels;
  private final Reduction reduction;
  private final int length;
  private final int inner;
  private final int outer;
  private final int block;
  private final int blocks;
  private final int chunk;
  private final int chunks;

  ReduceStage(
      RowKernels kernels,
      Reduction reduction,
      int outer,
      int length,
      int inner,
      boolean isConverted) {
    this.kernels = kernels;
    this.reduction = reduction;
    this.outer = outer;
    this.length = length;
    this.inner = inner;
    this.block = inner == 1 ? ROW_BLOCK : isConverted ? CONVERTED_ROWS : COLUMN_BLOCK;
    this.blocks = (length - 1) / block + 1;
    this.chunk = Math.min(inner, COLUMN_CHUNK);
    this.chunks = (inner - 1) / chunk + 1;
  }

  /** Into how many parts {@code length} is reduced. */
  int blocks() {
    return blocks;
  }

  /** Numbers that the stage gives. */
  int results() {
    return outer * blocks * inner;
  }

  /**
   * The step from a slot with elements to a slot with numbers.
   *
   * @param conversion of the elements in slot {@code x}
   */
  Step step(CompileContext c, Conversion conversion, int x, int y) {
    long most = (long) Math.min(block, length) * chunk;
    if (!conversion.isNative()) {
      c.workerScratch(conversion.arithmetic().storage(), most);
    }
    int units = outer * blocks * chunks;
    return Ranges.step(
        units,
        Ranges.grain(Ranges.CHEAP, most),
        (f, from, to, w) -> {
          for (int u = from; u < to; u++) {
            run(f, conversion, x, y, u, w);
          }
        });
  }

  private void run(Frame f, Conversion conversion, int x, int y, int unit, int worker) {
    int column = unit % chunks * chunk;
    int part = unit / chunks;
    int row = part % blocks * block;
    int rows = Math.min(block, length - row);
    int columns = Math.min(chunk, inner - column);
    int at = f.offset(x) + (part / blocks * length + row) * inner + column;
    int yAt = f.offset(y) + part * inner + column;
    if (conversion.isNative()) {
      reduce(f.array(x), at, rows, inner, f.array(y), yAt, columns);
      return;
    }
    Object numbers = conversion.arithmetic().scratch(f, worker);
    if (columns == inner) {
      conversion.read(f.array(x), at, numbers, 0, rows * columns);
    } else {
      for (int i = 0; i < rows; i++) {
        conversion.read(f.array(x), at + i * inner, numbers, i * columns, columns);
      }
    }
    reduce(numbers, 0, rows, columns, f.array(y), yAt, columns);
  }

  private void reduce(Object x, int xAt, int rows, int pitch, Object y, int yAt, int columns) {
    if (inner == 1) {
      kernels.reduce(reduction, x, xAt, rows, y, yAt);
    } else {
      kernels.columns(reduction, x, xAt, rows, pitch, y, yAt, columns);
    }
  }
}
