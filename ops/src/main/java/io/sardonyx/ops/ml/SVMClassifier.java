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
 * Classification by support vector machines: one for every pair of classes, which vote, or one
 * linear function a class. Scores are those of the pairs, or probabilities of the classes.
 *
 * @param machine the machines
 * @param labels the names of the classes
 * @param probabilities makes probabilities of scores; null to give scores
 * @param transform what is done to the scores
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_SVMClassifier.html">SVMClassifier</a>
 */
record SVMClassifier(
    SupportVectorMachine machine,
    Labels labels,
    PairwiseProbabilities probabilities,
    PostTransform transform)
    implements Operator {

  static SVMClassifier of(Attributes a) {
    Labels labels = Labels.of(a, "classlabels_ints", "classlabels_strings");
    SupportVectorMachine machine = SupportVectorMachine.of(a, labels.size());
    float[] probA = a.numbersOrNull("prob_a");
    float[] probB = a.numbersOrNull("prob_b");
    boolean hasProbabilities = probA != null && probA.length > 0 && machine.hasVectors();
    if (hasProbabilities
        && (probA.length != machine.scores() || probB == null || probB.length != probA.length)) {
      throw new InvalidModelException(
          "prob_a has %d elements and prob_b %d; expected one for each of %d pairs of classes"
              .formatted(probA.length, probB == null ? 0 : probB.length, machine.scores()));
    }
    return new SVMClassifier(
        machine,
        labels,
        hasProbabilities ? new PairwiseProbabilities(labels.size(), probA, probB) : null,
        a.choice("post_transform", PostTransform.class));
  }

  /** Whether the score of the only pair of classes is all there is. */
  private boolean isBinary() {
    return probabilities == null && machine.hasVectors() && labels.size() == 2;
  }

  private int columns() {
    return probabilities != null ? labels.size() : isBinary() ? 2 : machine.scores();
  }

  @Override
  public void infer(InferContext c) {
    Dim rows = Samples.rows(c);
    Samples.requireFeatures(c, machine.features());
    c.output(0, labels.type(), Shape.of(rows));
    c.output(1, ElementType.FLOAT, Shape.of(rows, Dim.of(columns())));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    int z = c.output(1);
    int features = machine.features();
    int scores = features + machine.scratch();
    int results = scores + machine.scores() + 1;
    int work = results + labels.size();
    DoubleReader reader = DoubleReader.of(c.elementType(0));
    c.workerScratch(Storage.DOUBLES, work + (probabilities == null ? 0L : probabilities.scratch()));
    ParallelTask task =
        (f, row, w) -> {
          double[] v = f.workerDoubles(w);
          reader.read(f, x, row * features, v, 0, features);
          int winner = machine.evaluate(v, features, scores);
          if (y >= 0) {
            labels.write(f, y, row, winner);
          }
          if (z >= 0 && probabilities != null) {
            probabilities.of(v, scores, results, work);
            writeScores(f, z, row, v, results);
          } else if (z >= 0) {
            writeScores(f, z, row, v, scores);
          }
        };
    int rows = Samples.of(c).rows();
    return f -> f.parallel(rows, task);
  }

  private void writeScores(Frame f, int z, int row, double[] v, int at) {
    if (isBinary()) {
      Scores.addOpposite(v, at, transform != PostTransform.NONE, transform);
    } else {
      transform.apply(v, at, columns());
    }
    for (int i = 0; i < columns(); i++) {
      f.floats(z)[f.offset(z) + row * columns() + i] = (float) v[at + i];
    }
  }
}
