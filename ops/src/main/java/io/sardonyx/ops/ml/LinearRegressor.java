package io.sardonyx.ops.ml;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.DoubleReader;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * Linear functions of samples.
 *
 * @param model the functions
 * @param transform what is done to their results
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_LinearRegressor.html">
 *     LinearRegressor</a>
 */
record LinearRegressor(LinearModel model, PostTransform transform) implements Operator {

  LinearRegressor(Attributes a) {
    this(LinearModel.of(a, a.intValue("targets")), a.choice("post_transform", PostTransform.class));
  }

  @Override
  public void infer(InferContext c) {
    Dim rows = Samples.rows(c);
    Samples.requireFeatures(c, model.features());
    c.output(0, ElementType.FLOAT, Shape.of(rows, Dim.of(model.targets())));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    int rows = Samples.of(c).rows();
    int features = model.features();
    int targets = model.targets();
    DoubleReader reader = DoubleReader.of(c.elementType(0));
    c.workerScratch(Storage.DOUBLES, features + targets);
    ParallelTask task =
        (f, row, w) -> {
          double[] v = f.workerDoubles(w);
          reader.read(f, x, row * features, v, 0, features);
          model.evaluate(v, v, features);
          transform.apply(v, features, targets);
          for (int t = 0; t < targets; t++) {
            f.floats(y)[f.offset(y) + row * targets + t] = (float) v[features + t];
          }
        };
    return f -> f.parallel(rows, task);
  }
}
