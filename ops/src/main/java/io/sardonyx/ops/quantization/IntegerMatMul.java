package io.sardonyx.ops.quantization;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.IntegerProducts;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.function.Supplier;

/**
 * The product of two matrices of bytes without their zero points, as ints. Both are read along k: a
 * is widened to ints, b transposed, at load if it is a constant.
 */
final class IntegerMatMul {

  /**
   * Rows and columns of a task: enough to pay for widening, little enough to share among threads.
   */
  private static final int TILE = 64;

  private final MatrixShapes s;
  private final int a;
  private final int b;
  private final int y;
  private final ElementType aType;
  private final ElementType bType;
  private final PerLine aZero;
  private final PerLine bZero;
  private final int wideA;
  private final byte[] packedB;
  private final int turnedB;

  /**
   * @param inputs indices of a, b and their zero points
   * @param y slot of the ints
   */
  IntegerMatMul(CompileContext c, int[] inputs, int y) {
    this.s = MatrixShapes.of(c.dims(inputs[0]), c.dims(inputs[1]));
    this.a = c.input(inputs[0]);
    this.y = y;
    this.aType = c.elementType(inputs[0]);
    this.bType = c.elementType(inputs[1]);
    this.aZero = PerLine.of(c, inputs[2], c.input(inputs[2]), s.m(), s.aBatches());
    this.bZero = PerLine.of(c, inputs[3], c.input(inputs[3]), s.n(), s.bBatches());
    this.wideA = c.scratch(Storage.INTS, (long) s.aBatches() * s.m() * s.k());
    int bLength = Math.toIntExact((long) s.bBatches() * s.n() * s.k());
    if (c.isConstant(inputs[1])) {
      byte[] plain = c.value(inputs[1]).bytes();
      Supplier<byte[]> pack =
          () -> {
            byte[] turned = new byte[bLength];
            for (int i = 0; i < s.bBatches(); i++) {
              turn(plain, i * s.n() * s.k(), turned, i * s.n() * s.k(), 0, s.n());
            }
            return turned;
          };
      this.packedB = c.packed("turned b", pack);
      this.b = -1;
      this.turnedB = -1;
    } else {
      this.packedB = null;
      this.b = c.input(inputs[1]);
      this.turnedB = c.scratch(Storage.BYTES, bLength);
    }
    c.workerScratch(Storage.INTS, 4L * s.k());
  }

  Step step() {
    int rowTiles = (s.m() + TILE - 1) / TILE;
    int columnTiles = (s.n() + TILE - 1) / TILE;
    int perBatch = rowTiles * columnTiles;
    ParallelTask widen = (f, t, w) -> widenRows(f, t / rowTiles, t % rowTiles * TILE);
    ParallelTask turn =
        (f, t, w) -> {
          int batch = t / columnTiles * s.n() * s.k();
          int from = t % columnTiles * TILE;
          turn(
              f.bytes(b),
              f.offset(b) + batch,
              f.bytes(turnedB),
              f.offset(turnedB) + batch,
              from,
              Math.min(s.n(), from + TILE));
        };
    ParallelTask multiply =
        (f, t, w) -> {
          int tile = t % perBatch;
          multiply(f, t / perBatch, tile / columnTiles * TILE, tile % columnTiles * TILE, w);
        };
    return f -> {
      f.parallel(s.aBatches() * rowTiles, widen);
      if (packedB == null) {
        f.parallel(s.bBatches() * columnTiles, turn);
      }
      f.parallel(s.batches() * perBatch, multiply);
    };
  }

  private void widenRows(Frame f, int batch, int from) {
    int[] wide = f.ints(wideA);
    for (int row = from; row < Math.min(s.m(), from + TILE); row++) {
      int at = (batch * s.m() + row) * s.k();
      int zero = aZero.zero(f, batch, row);
      Elements.widen(f, a, aType, at, zero, wide, f.offset(wideA) + at, s.k());
    }
  }

  /** Writes columns {@code from} to {@code to} of a matrix as rows. */
  private void turn(byte[] plain, int plainAt, byte[] turned, int turnedAt, int from, int to) {
    for (int i = 0; i < s.k(); i++) {
      for (int j = from; j < to; j++) {
        turned[turnedAt + j * s.k() + i] = plain[plainAt + i * s.n() + j];
      }
    }
  }

  private void multiply(Frame f, int batch, int row, int column, int worker) {
    int k = s.k();
    int aBatch = s.aBatch()[batch];
    int bBatch = s.bBatch()[batch];
    int rows = Math.min(TILE, s.m() - row);
    byte[] turned = packedB == null ? f.bytes(turnedB) : packedB;
    int first = (packedB == null ? f.offset(turnedB) : 0) + bBatch * s.n() * k;
    int[] wideB = f.workerInts(worker);
    for (int j = column; j < Math.min(s.n(), column + TILE); j += 4) {
      int columns = Math.min(4, Math.min(s.n(), column + TILE) - j);
      for (int d = 0; d < columns; d++) {
        int zero = bZero.zero(f, bBatch, j + d);
        Elements.widen(turned, first + (j + d) * k, bType, zero, wideB, d * k, k);
      }
      IntegerProducts.rowProducts(
          f.ints(wideA),
          f.offset(wideA) + (aBatch * s.m() + row) * k,
          rows,
          wideB,
          0,
          columns,
          k,
          f.ints(y),
          f.offset(y) + (batch * s.m() + row) * s.n() + j,
          s.n(),
          1);
    }
  }
}
