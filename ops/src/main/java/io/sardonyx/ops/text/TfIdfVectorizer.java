package io.sardonyx.ops.text;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * How often each n-gram of a pool occurs in a sequence of tokens, with or without weights. The
 * tokens of an n-gram may be several places apart, always the same number.
 *
 * @param mode what to count
 * @param pool the n-grams
 * @param maxSkip most tokens between two of an n-gram
 * @see <a href="https://onnx.ai/onnx/operators/onnx__TfIdfVectorizer.html">TfIdfVectorizer</a>
 */
record TfIdfVectorizer(Mode mode, NgramPool pool, int maxSkip) implements Operator {

  /** The values of {@code mode}. */
  enum Mode {
    TF,
    IDF,
    TFIDF
  }

  TfIdfVectorizer(Attributes a) {
    this(a.choice("mode", Mode.class), NgramPool.of(a), a.intValue("max_skip_count"));
  }

  @Override
  public void infer(InferContext c) {
    boolean isString = c.elementType(0) == ElementType.STRING;
    if (isString != pool.isOfStrings()) {
      throw c.error(
          "its input is %s, but the pool is of %s",
          c.type(0), pool.isOfStrings() ? "strings" : "integers");
    }
    Shape shape = c.shape(0);
    Dim size = Dim.of(pool.outputSize());
    if (!shape.isRanked()) {
      c.output(0, ElementType.FLOAT, Shape.UNRANKED);
      return;
    }
    if (shape.rank() > 2) {
      throw c.error("its input has shape %s; expected [C] or [N,C]", shape);
    }
    Shape out = shape.rank() < 2 ? Shape.of(size) : Shape.of(shape.dim(0), size);
    c.output(0, ElementType.FLOAT, out);
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    long[] dims = c.dims(0);
    int rows = dims.length < 2 ? 1 : Math.toIntExact(dims[0]);
    int length = dims.length == 0 ? 1 : Math.toIntExact(dims[dims.length - 1]);
    int tokens = c.scratch(Storage.INTS, (long) rows * length);
    c.workerScratch(Storage.INTS, pool.size());
    ParallelTask task =
        (f, row, w) -> {
          int[] ids = f.ints(tokens);
          int from = f.offset(tokens) + row * length;
          pool.tokens(f.array(x), f.offset(x) + row * length, ids, from, length);
          int[] counts = f.workerInts(w);
          Arrays.fill(counts, 0, pool.size(), 0);
          count(f, ids, from, length, counts);
          weigh(counts, f.floats(y), f.offset(y) + row * pool.outputSize());
        };
    return f -> f.parallel(rows, task);
  }

  private void count(Frame f, int[] ids, int from, int length, int[] counts) {
    int shortest = pool.minLength();
    // Skips do not matter to single tokens, which are counted in the first round only.
    for (long distance = 1; distance <= maxSkip + 1L; distance++) {
      if (distance * (shortest - 1) >= length || shortest > pool.maxLength()) {
        return;
      }
      f.checkCancelled();
      for (int start = 0; start + distance * (shortest - 1) < length; start++) {
        int node = NgramPool.ROOT;
        int size = 1;
        for (long at = start; at < length && size <= pool.maxLength(); at += distance, size++) {
          node = pool.child(node, ids[from + (int) at]);
          if (node < 0) {
            break;
          }
          int ngram = pool.ngram(node);
          if (size >= shortest && ngram >= 0) {
            counts[ngram]++;
          }
        }
      }
      shortest = Math.max(2, shortest);
    }
  }

  private void weigh(int[] counts, float[] to, int toAt) {
    Arrays.fill(to, toAt, toAt + pool.outputSize(), 0);
    for (int i = 0; i < pool.size(); i++) {
      int count = mode == Mode.IDF ? Math.min(1, counts[i]) : counts[i];
      to[toAt + pool.coordinate(i)] += mode == Mode.TF ? count : count * pool.weight(i);
    }
  }
}
