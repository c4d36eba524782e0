package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.matrix.InputShapes;
import io.sardonyx.ops.matrix.MatrixArithmetic;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * Rotates pairs of numbers of every head by angles that depend on the position. A pair is two
 * neighbours, or one number from each half.
 *
 * @param interleaved whether pairs are neighbours
 * @param heads heads in an input of rank 3; 0 if the attribute is missing
 * @param rotated numbers of a head that are rotated; 0 for all
 * @see <a href="https://onnx.ai/onnx/operators/onnx__RotaryEmbedding.html">RotaryEmbedding</a>
 */
record RotaryEmbedding(boolean interleaved, int heads, int rotated) implements Operator {

  private static final int COS = 1;
  private static final int SIN = 2;
  private static final int POSITIONS = 3;

  RotaryEmbedding(Attributes a) {
    this(a.flag("interleaved"), a.intValue("num_heads", 0), a.intValue("rotary_embedding_dim", 0));
  }

  @Override
  public void infer(InferContext c) {
    Shape x = c.shape(0);
    if (x.isRanked() && x.rank() != 3 && x.rank() != 4) {
      throw c.error("input 0 has shape %s; expected rank 3 or 4", x);
    }
    if (x.isRanked()) {
      Dim last = x.dim(x.rank() - 1);
      if (x.rank() == 3 && heads <= 0) {
        throw c.error("an input of rank 3 needs the attribute num_heads");
      }
      if (x.rank() == 3 && last.isKnown() && last.size() % heads != 0) {
        throw c.error("input 0 has shape %s, which does not divide into %d heads", x, heads);
      }
      Dim size = x.rank() == 4 ? last : last.map(hidden -> hidden / heads);
      checkCaches(c, x, size);
    }
    c.output(0, c.tensorType(0));
  }

  private void checkCaches(InferContext c, Shape x, Dim size) {
    Dim turned = rotated == 0 ? size : Dim.of(Math.max(0, rotated));
    if (rotated < 0
        || (turned.isKnown() && turned.size() % 2 != 0)
        || (turned.isKnown() && size.isKnown() && turned.size() > size.size())) {
      throw c.error("cannot rotate %s of %s numbers in pairs", turned, size);
    }
    Dim half = turned.map(all -> all / 2);
    Dim sequence = x.dim(x.rank() - 2);
    boolean byPosition = c.hasInput(POSITIONS);
    for (int i = COS; i <= SIN; i++) {
      // The batch is checked when the node is compiled, where 1 may stand for all.
      InputShapes.check(
          c, i, byPosition ? Shape.of(Dim.UNKNOWN, half) : Shape.of(Dim.UNKNOWN, sequence, half));
    }
    InputShapes.check(c, POSITIONS, Shape.of(x.dim(0), sequence));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    boolean packed = dims.length == 3;
    int batch = Math.toIntExact(dims[0]);
    int count = packed ? heads : Math.toIntExact(dims[1]);
    int sequence = Math.toIntExact(packed ? dims[1] : dims[2]);
    int size = Math.toIntExact(packed ? dims[2] / heads : dims[3]);
    int turned = rotated > 0 ? rotated : size;
    int entries = Math.toIntExact(c.dims(COS)[0]);
    boolean byPosition = c.hasInput(POSITIONS);
    for (int i = COS; i <= SIN; i++) {
      long own = c.dims(i)[0];
      if (byPosition ? own != entries : own != 1 && own != batch) {
        throw c.error("input %d has shape %s, which does not fit input 0", i, c.shape(i));
      }
    }
    Operands o = new Operands(c, MatrixArithmetic.ofReals(c, ElementType.FLOAT));
    int x = o.input(0);
    int y = o.output(0);
    int cos = o.input(COS);
    int sin = o.input(SIN);
    int positions = byPosition ? c.input(POSITIONS) : -1;
    int cosBatch = c.dims(COS)[0] == 1 ? 0 : sequence;
    int sinBatch = c.dims(SIN)[0] == 1 ? 0 : sequence;
    HeadLayout layout =
        packed
            ? new HeadLayout(sequence * count * size, size, count * size)
            : HeadLayout.dense(count, sequence, size);
    ParallelTask body =
        (f, task, worker) -> {
          int b = task / sequence;
          int s = task % sequence;
          int cosRow = b * cosBatch + s;
          int sinRow = b * sinBatch + s;
          if (positions >= 0) {
            long position = f.longs(positions)[f.offset(positions) + task];
            if (position < 0 || position >= entries) {
              throw f.error("position %d is not among the %d of the caches", position, entries);
            }
            cosRow = (int) position;
            sinRow = cosRow;
          }
          for (int h = 0; h < count; h++) {
            int at = layout.at(b, h) + s * layout.rowStride();
            rotate(
                f.floats(x),
                f.offset(x) + at,
                f.floats(cos),
                f.offset(cos) + cosRow * (turned / 2),
                f.floats(sin),
                f.offset(sin) + sinRow * (turned / 2),
                f.floats(y),
                f.offset(y) + at,
                turned / 2,
                interleaved);
            int rest = at + turned;
            System.arraycopy(
                f.floats(x), f.offset(x) + rest, f.floats(y), f.offset(y) + rest, size - turned);
          }
        };
    return o.step(f -> f.parallel(batch * sequence, body));
  }

  private static void rotate(
      float[] x,
      int xAt,
      float[] cos,
      int cosAt,
      float[] sin,
      int sinAt,
      float[] y,
      int yAt,
      int pairs,
      boolean interleaved) {
    int step = interleaved ? 2 : 1;
    int other = interleaved ? 1 : pairs;
    for (int i = 0; i < pairs; i++) {
      float a = x[xAt + i * step];
      float b = x[xAt + i * step + other];
      y[yAt + i * step] = cos[cosAt + i] * a - sin[sinAt + i] * b;
      y[yAt + i * step + other] = sin[sinAt + i] * a + cos[cosAt + i] * b;
    }
  }
}
