package io.sardonyx.ops.detection;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * For every picture and class the boxes with the highest scores, without those that overlap a
 * better one too much. Of equal scores the box with the lower index comes first.
 *
 * @param centerPointBox whether boxes are given by centre and size, not by two corners
 * @see <a href="https://onnx.ai/onnx/operators/onnx__NonMaxSuppression.html">NonMaxSuppression</a>
 */
record NonMaxSuppression(boolean centerPointBox) implements Operator {

  NonMaxSuppression(Attributes a) {
    this(a.flag("center_point_box"));
  }

  @Override
  public void infer(InferContext c) {
    Shape boxes = c.shape(0);
    Shape scores = c.shape(1);
    boolean fits =
        (!boxes.isRanked() || (boxes.rank() == 3 && !differ(boxes.dim(2), Dim.of(4))))
            && (!scores.isRanked() || scores.rank() == 3);
    if (fits && boxes.isRanked() && scores.isRanked()) {
      fits = !differ(boxes.dim(0), scores.dim(0)) && !differ(boxes.dim(1), scores.dim(2));
    }
    if (!fits) {
      throw c.error(
          "the boxes have shape %s and the scores %s; expected [N,B,4] and [N,C,B]", boxes, scores);
    }
    for (int i = 2; i < c.inputCount(); i++) {
      if (c.hasInput(i) && c.shape(i).isKnown() && c.shape(i).elements() > 1) {
        throw c.error("input %d has shape %s; expected a scalar", i, c.shape(i));
      }
    }
    c.output(0, ElementType.INT64, Shape.of(Dim.UNKNOWN, Dim.of(3)));
  }

  private static boolean differ(Dim a, Dim b) {
    return a.isKnown() && b.isKnown() && a.size() != b.size();
  }

  @Override
  public Step compile(CompileContext c) {
    int pictures = Math.toIntExact(c.dims(0)[0]);
    int count = Math.toIntExact(c.dims(0)[1]);
    int classes = Math.toIntExact(c.dims(1)[1]);
    int boxes = c.input(0);
    int scores = c.input(1);
    int most = scalar(c, 2);
    int overlap = scalar(c, 3);
    int least = scalar(c, 4);
    int y = c.output(0);
    c.provides(0);
    c.workerScratch(Storage.LONGS, count);
    c.workerScratch(Storage.INTS, count);
    c.workerScratch(Storage.FLOATS, BoxSelection.FLOATS_PER_BOX * (long) count);
    int lists = Math.multiplyExact(pictures, classes);
    return f -> {
      long limit = most < 0 ? 0 : f.longs(most)[f.offset(most)];
      int[][] selected = new int[lists][];
      if (limit > 0) {
        float threshold = overlap < 0 ? 0 : f.floats(overlap)[f.offset(overlap)];
        boolean filters = least >= 0;
        float score = filters ? f.floats(least)[f.offset(least)] : 0;
        ParallelTask task =
            (g, list, worker) -> {
              BoxSelection selection =
                  new BoxSelection(
                      g.floats(boxes),
                      g.offset(boxes) + list / classes * count * 4,
                      centerPointBox,
                      threshold,
                      g.workerInts(worker),
                      g.workerFloats(worker));
              long[] order = g.workerLongs(worker);
              int at = g.offset(scores) + list * count;
              int n = BoxSelection.order(g.floats(scores), at, count, filters, score, order);
              selected[list] = selection.select(g, order, n, (int) Math.min(limit, count));
            };
        f.parallel(lists, task);
      }
      f.provide(y, indices(selected, classes));
    };
  }

  /** The slot of an optional scalar; -1 if it is omitted or empty. */
  private static int scalar(CompileContext c, int i) {
    return i < c.inputCount() && c.hasInput(i) && c.shape(i).elements() == 1 ? c.input(i) : -1;
  }

  private static Tensor indices(int[][] selected, int classes) {
    int total = 0;
    for (int[] boxes : selected) {
      total += boxes == null ? 0 : boxes.length;
    }
    long[] indices = new long[Math.multiplyExact(3, total)];
    int at = 0;
    for (int list = 0; list < selected.length; list++) {
      if (selected[list] == null) {
        continue;
      }
      for (int box : selected[list]) {
        indices[at++] = list / classes;
        indices[at++] = list % classes;
        indices[at++] = box;
      }
    }
    return Tensor.of(indices, total, 3);
  }
}
