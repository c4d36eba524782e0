package io.sardonyx.ops.ml;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.DoubleReader;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * The class whose linear function is largest, and all classes' scores. A single function decides
 * between two classes by its sign.
 *
 * @param model the functions
 * @param labels the names of the classes
 * @param transform what is done to the scores
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_LinearClassifier.html">
 *     LinearClassifier</a>
 */
record LinearClassifier(LinearModel model, Labels labels, PostTransform transform)
    implements Operator {

  LinearClassifier(Attributes a) {
    this(model(a), labels(a), a.choice("post_transform", PostTransform.class));
    if (model.targets() > 1 && model.targets() != labels.size()) {
      throw new InvalidModelException(
          "there are %d linear functions for %d classes".formatted(model.targets(), labels.size()));
    }
  }

  private static Labels labels(Attributes a) {
    return Labels.of(a, "classlabels_ints", "classlabels_strings");
  }

  /** One function for each intercept; without any, one for each class. */
  private static LinearModel model(Attributes a) {
    float[] intercepts = a.numbersOrNull("intercepts");
    boolean hasIntercepts = intercepts != null && intercepts.length > 0;
    return LinearModel.of(a, hasIntercepts ? intercepts.length : labels(a).size());
  }

  private boolean isBinary() {
    return model.targets() == 1 && labels.size() == 2;
  }

  @Override
  public void infer(InferContext c) {
    Dim rows = Samples.rows(c);
    Samples.requireFeatures(c, model.features());
    c.output(0, labels.type(), Shape.of(rows));
    c.output(1, ElementType.FLOAT, Shape.of(rows, Dim.of(isBinary() ? 2 : model.targets())));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    int z = c.output(1);
    int rows = Samples.of(c).rows();
    int features = model.features();
    DoubleReader reader = DoubleReader.of(c.elementType(0));
    c.workerScratch(Storage.DOUBLES, features + model.targets() + 1L);
    ParallelTask task =
        (f, row, w) -> {
          double[] v = f.workerDoubles(w);
          reader.read(f, x, row * features, v, 0, features);
          model.evaluate(v, v, features);
          if (y >= 0) {
            writeLabel(f, y, row, v, features);
          }
          if (z >= 0) {
            writeScores(f, z, row, v, features);
          }
        };
    return f -> f.parallel(rows, task);
  }

  private void writeLabel(Frame f, int y, int row, double[] scores, int at) {
    if (model.targets() > 1) {
      labels.write(f, y, row, Scores.largest(scores, at, model.targets()));
    } else if (labels.size() == 2) {
      labels.write(f, y, row, scores[at] > 0 ? 1 : 0);
    } else if (scores[at] >= 0 || transform.isSoftmax()) {
      labels.write(f, y, row, 0);
    } else {
      labels.writeNone(f, y, row);
    }
  }

  private void writeScores(Frame f, int z, int row, double[] scores, int at) {
    int n = isBinary() ? 2 : model.targets();
    if (isBinary()) {
      Scores.addOpposite(scores, at, true, transform);
    } else {
      transform.apply(scores, at, n);
    }
    for (int i = 0; i < n; i++) {
      f.floats(z)[f.offset(z) + row * n + i] = (float) scores[at + i];
    }
  }
}
