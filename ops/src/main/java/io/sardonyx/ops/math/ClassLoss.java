package io.sardonyx.ops.math;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The negative log likelihood of wanted classes. Of log-probabilities [N, C, d...] those of the
 * classes in [N, d...] count, with a weight per class.
 *
 * @param reduction what becomes of the losses
 * @param ignored the class that does not count; null for none
 */
record ClassLoss(Mode reduction, Long ignored) {

  /** How losses become one. */
  enum Mode {
    /** They stay as they are. */
    NONE,
    SUM,
    /** Their sum, divided by the sum of weights. */
    MEAN
  }

  ClassLoss(Attributes a) {
    this(
        a.choice("reduction", Mode.class),
        a.has("ignore_index") ? a.integer("ignore_index") : null);
  }

  /** Validates inputs 0 (numbers), 1 (classes) and 2 (weights) and sets the type of output 0. */
  void infer(InferContext c) {
    Shape numbers = c.shape(0);
    Shape classes = c.shape(1);
    if (numbers.isRanked()) {
      if (numbers.rank() < 2) {
        throw c.error("input 0 has shape %s; expected [N,C] or [N,C,...]", numbers);
      }
      List<Dim> dims = new ArrayList<>(numbers.dims());
      Dim count = dims.remove(1);
      Shape expected = Shape.of(dims);
      if (classes.isRanked() && !fits(classes, expected)) {
        throw c.error("input 1 has shape %s; expected %s", classes, expected);
      }
      if (c.hasInput(2) && c.shape(2).isRanked() && !fits(c.shape(2), Shape.of(count))) {
        throw c.error("input 2 has shape %s; expected [%s]", c.shape(2), count);
      }
      classes = expected.refine(classes);
    }
    c.output(0, c.elementType(0), reduction == Mode.NONE ? classes : Shape.SCALAR);
  }

  private static boolean fits(Shape shape, Shape expected) {
    if (shape.rank() != expected.rank()) {
      return false;
    }
    for (int d = 0; d < shape.rank(); d++) {
      Dim a = shape.dim(d);
      Dim b = expected.dim(d);
      if (a.isKnown() && b.isKnown() && a.size() != b.size()) {
        return false;
      }
    }
    return true;
  }

  /**
   * The step that makes output 0.
   *
   * @param numbers the slot with the log-probabilities, of input 0's shape
   * @param access to that slot
   */
  Step step(CompileContext c, int numbers, NumberAccess access) {
    long[] dims = c.dims(0);
    int labels = Math.toIntExact(dims[1]);
    int samples = Math.toIntExact(c.shape(1).elements());
    int inner = dims[0] == 0 ? 0 : samples / Math.toIntExact(dims[0]);
    int classes = c.input(1);
    int weights = c.hasInput(2) ? c.input(2) : -1;
    int y = c.output(0);
    NumberAccess output = NumberAccess.of(c.elementType(0));
    NumberAccess targets = NumberAccess.of(c.elementType(1));
    return f -> {
      double sum = 0;
      double weightSum = 0;
      for (int i = 0; i < samples; i++) {
        long label = targets.getLong(f.array(classes), f.offset(classes) + i);
        double loss = 0;
        if (ignored == null || label != ignored) {
          if (label < 0 || label >= labels) {
            throw f.error("class %d is out of range; there are %d classes", label, labels);
          }
          double weight =
              weights < 0 ? 1 : output.getDouble(f.array(weights), f.offset(weights) + (int) label);
          int at = (i / inner * labels + (int) label) * inner + i % inner;
          loss = -weight * access.getDouble(f.array(numbers), f.offset(numbers) + at);
          sum += loss;
          weightSum += weight;
        }
        if (reduction == Mode.NONE && y >= 0) {
          output.setDouble(f.array(y), f.offset(y) + i, loss);
        }
      }
      finish(f, y, output, sum, weightSum);
    };
  }

  private void finish(Frame f, int y, NumberAccess output, double sum, double weightSum) {
    if (reduction != Mode.NONE && y >= 0) {
      double result = reduction == Mode.MEAN ? sum / weightSum : sum;
      output.setDouble(f.array(y), f.offset(y), result);
    }
  }
}
