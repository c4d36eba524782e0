package io.sardonyx.ops.generator;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.RandomSource;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * For each row of unnormalised log-probabilities the numbers of classes that are drawn with them.
 *
 * @param samples how many are drawn for a row
 * @param type int32 or int64
 * @param seed null: none
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Multinomial.html">Multinomial</a>
 */
record Multinomial(long samples, ElementType type, Integer seed) implements Operator {

  Multinomial(Attributes a) {
    this(a.integer("sample_size"), ElementType.ofCode(a.intValue("dtype")), RandomSource.seed(a));
  }

  @Override
  public boolean isPure() {
    return false;
  }

  @Override
  public void infer(InferContext c) {
    if (type != ElementType.INT32 && type != ElementType.INT64) {
      throw c.error("dtype is %s; expected int32 or int64", type);
    }
    if (samples < 0) {
      throw c.error("sample_size is %d; expected 0 or more", samples);
    }
    if (c.rank(0) >= 0 && c.rank(0) != 2) {
      throw c.error("input 0 has shape %s; expected [batch, classes]", c.shape(0));
    }
    Dim batch = c.rank(0) < 0 ? Dim.UNKNOWN : c.shape(0).dim(0);
    c.output(0, type, Shape.of(batch, Dim.of(samples)));
  }

  @Override
  public Step compile(CompileContext c) {
    RandomSource random = RandomSource.of(c, seed);
    NumberAccess logits = NumberAccess.of(c.elementType(0));
    NumberAccess to = NumberAccess.of(type);
    int x = c.input(0);
    int y = c.output(0);
    int rows = Math.toIntExact(c.dims(0)[0]);
    int classes = Math.toIntExact(c.dims(0)[1]);
    int n = Math.toIntExact(Shape.elements(c.outputDims(0))) / Math.max(1, rows);
    int sums = c.scratch(Storage.DOUBLES, classes);
    return f -> {
      random.start(f);
      for (int r = 0; r < rows && n > 0; r++) {
        double total = accumulate(f, logits, x, r * classes, sums, classes);
        for (int i = 0; i < n; i++) {
          double drawn = random.nextDouble(f) * total;
          to.setLong(f.array(y), f.offset(y) + r * n + i, find(f, sums, classes, drawn));
        }
      }
    };
  }

  /** Sums up the probabilities of a row, relative to the largest, and gives the total. */
  private static double accumulate(
      Frame f, NumberAccess logits, int x, int from, int sums, int classes) {
    Object array = f.array(x);
    int at = f.offset(x) + from;
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      largest = Math.max(largest, logits.getDouble(array, at + k));
    }
    double total = 0;
    for (int k = 0; k < classes; k++) {
      total += Math.exp(logits.getDouble(array, at + k) - largest);
      f.doubles(sums)[f.offset(sums) + k] = total;
    }
    if (!(total > 0)) {
      throw f.error("input 0 has a row without a finite largest number; nothing can be drawn");
    }
    return total;
  }

  /** The first class whose sum is larger than what was drawn. */
  private static int find(Frame f, int sums, int classes, double drawn) {
    double[] array = f.doubles(sums);
    int at = f.offset(sums);
    int low = 0;
    int high = classes - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (array[at + middle] > drawn) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
