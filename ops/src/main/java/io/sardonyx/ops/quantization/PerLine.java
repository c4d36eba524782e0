package io.sardonyx.ops.quantization;

import io.sardonyx.ElementType;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.NodeContext;

/**
 * A scale or zero point of a matrix: one for all, one for every line (row of a, column of b), or
 * one for every line of every matrix of a batch.
 *
 * @param slot of the input; -1 if it is omitted, which means 0
 * @param type type of its elements
 * @param lineStride 1 if lines differ, else 0
 * @param batchStride number of lines if matrices differ, else 0
 */
record PerLine(int slot, ElementType type, int lineStride, int batchStride) {

  /** Validates input {@code i} where shapes are known. */
  static void check(NodeContext c, int i, int lines, int batches) {
    if (!c.hasInput(i) || !c.shape(i).isKnown()) {
      return;
    }
    long count = c.shape(i).elements();
    if (count != 1 && count != lines && count != (long) lines * batches) {
      throw c.error(
          "input %d has shape %s; expected a scalar or one element for each of %d lines",
          i, c.shape(i), lines);
    }
  }

  static PerLine of(NodeContext c, int i, int slot, int lines, int batches) {
    check(c, i, lines, batches);
    if (slot < 0) {
      return new PerLine(slot, ElementType.UINT8, 0, 0);
    }
    long count = c.shape(i).elements();
    boolean perLine = count == lines || count == (long) lines * batches;
    boolean perBatch = perLine && count != lines;
    return new PerLine(slot, c.elementType(i), perLine && count > 1 ? 1 : 0, perBatch ? lines : 0);
  }

  /** The zero point of a line of 8-bit integers. */
  int zero(Frame f, int batch, int line) {
    if (slot < 0) {
      return 0;
    }
    byte zero = f.bytes(slot)[f.offset(slot) + at(batch, line)];
    return type == ElementType.INT8 ? zero : zero & 0xFF;
  }

  int at(int batch, int line) {
    return batch * batchStride + line * lineStride;
  }
}
