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
 * Numbers that an ensemble of trees assigns to samples.
 *
 * @param model the ensemble
 * @param transform what is done to the numbers of a sample
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleRegressor.html">
 *     TreeEnsembleRegressor</a>
 */
record TreeEnsembleRegressor(TreeModel model, PostTransform transform) implements Operator {

  TreeEnsembleRegressor(Attributes a) {
    this(model(a), a.choice("post_transform", PostTransform.class));
  }

  private static TreeModel model(Attributes a) {
    TreeTable table = NumberedTrees.read(a, "target");
    int seen = Arrays.stream(table.targets()).max().orElse(0) + 1;
    int targets = a.intValue("n_targets", seen);
    double[] base = NumberedTrees.numbers(a, "base_values");
    if (base != null && base.length != targets) {
      throw new InvalidModelException(
          "there are %d base_values; expected one for each of %d targets"
              .formatted(base.length, targets));
    }
    TreeModel.Aggregate aggregate = a.choice("aggregate_function", TreeModel.Aggregate.class);
    return new TreeModel(table, aggregate, targets, base);
  }

  @Override
  public void infer(InferContext c) {
    model.check(c);
    c.output(0, ElementType.FLOAT, Shape.of(Samples.rows(c), Dim.of(model.targets())));
  }

  @Override
  public Step compile(CompileContext c) {
    int y = c.output(0);
    int n = model.targets();
    return model.step(
        c,
        (f, row, sums, at, isVoted) -> {
          model.complete(sums, at);
          transform.apply(sums, at, n);
          for (int i = 0; i < n; i++) {
            f.floats(y)[f.offset(y) + row * n + i] = (float) sums[at + i];
          }
        });
  }
}
