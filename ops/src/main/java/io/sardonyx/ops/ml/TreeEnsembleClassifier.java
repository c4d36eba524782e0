package io.sardonyx.ops.ml;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * The class for which an ensemble of trees votes most, and all classes' scores. Where trees vote
 * for one of two classes only, its score decides alone.
 *
 * @param model the ensemble, without the base values
 * @param labels the names of the classes
 * @param transform what is done to the scores
 * @param base what is added to scores, one for each class or for all; null for nothing
 * @param isOneSided whether all votes are for one of two classes
 * @param isPositive whether no vote is negative
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleClassifier.html">
 *     TreeEnsembleClassifier</a>
 */
record TreeEnsembleClassifier(
    TreeModel model,
    Labels labels,
    PostTransform transform,
    double[] base,
    boolean isOneSided,
    boolean isPositive)
    implements Operator {

  static TreeEnsembleClassifier of(Attributes a) {
    TreeTable table = NumberedTrees.read(a, "class");
    Labels labels = Labels.of(a, "classlabels_int64s", "classlabels_strings");
    int classes = labels.size();
    double[] base = NumberedTrees.numbers(a, "base_values");
    if (base != null && base.length != classes && base.length != 1) {
      throw new InvalidModelException(
          "there are %d base_values; expected one for each of %d classes, or one"
              .formatted(base.length, classes));
    }
    return new TreeEnsembleClassifier(
        new TreeModel(table, TreeModel.Aggregate.SUM, classes, null),
        labels,
        a.choice("post_transform", PostTransform.class),
        base,
        classes == 2 && Arrays.stream(table.targets()).distinct().count() == 1,
        Arrays.stream(table.weights()).allMatch(w -> w >= 0));
  }

  @Override
  public void infer(InferContext c) {
    model.check(c);
    Dim rows = Samples.rows(c);
    c.output(0, labels.type(), Shape.of(rows));
    c.output(1, ElementType.FLOAT, Shape.of(rows, Dim.of(labels.size())));
  }

  @Override
  public Step compile(CompileContext c) {
    int y = c.output(0);
    int z = c.output(1);
    int n = labels.size();
    return model.step(
        c,
        (f, row, scores, at, isVoted) -> {
          int label = isOneSided ? decide(scores, at) : elect(scores, at, isVoted);
          if (y >= 0 && label >= 0) {
            labels.write(f, y, row, label);
          } else if (y >= 0) {
            labels.writeNone(f, y, row);
          }
          for (int i = 0; z >= 0 && i < n; i++) {
            f.floats(z)[f.offset(z) + row * n + i] = (float) scores[at + i];
          }
        });
  }

  /** The class with the largest score; -1 if the only class there is has a negative one. */
  private int elect(double[] scores, int at, byte[] isVoted) {
    int best = -1;
    for (int i = 0; i < labels.size(); i++) {
      if (base != null) {
        scores[at + i] += base[base.length == 1 ? 0 : i];
      }
      boolean counts = base != null || isVoted[at + i] != 0;
      if (counts && (best < 0 || scores[at + i] > scores[at + best])) {
        best = i;
      }
    }
    if (labels.size() == 1) {
      best = scores[at] > 0 ? 0 : -1;
    }
    transform.apply(scores, at, labels.size());
    return labels.size() == 1 ? best : Math.max(0, best);
  }

  /**
   * Decides between two classes by the score of one: as ONNX Runtime does, since the specification
   * does not say.
   */
  private int decide(double[] scores, int at) {
    int voted = model.table().targets()[0];
    double score = scores[at + voted] + (base == null ? 0 : base[base.length - 1]);
    scores[at + voted] = score;
    if (voted == 0) {
      Scores.addOpposite(scores, at, isPositive, transform);
    } else {
      transform.apply(scores, at, 2);
    }
    return score > (isPositive ? 0.5 : 0) ? 1 : 0;
  }
}
