package io.sardonyx.ops.ml;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
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
 * Regression by a support vector machine: the sum of the kernels of a sample and the support
 * vectors, weighted. Without support vectors the coefficients are those of a linear function.
 *
 * @param kernel the kernel function
 * @param supports number of support vectors; 0 for a linear function
 * @param vectors the support vectors, one after the other
 * @param coefficients their weights, or those of the features
 * @param rho what is added
 * @param isOneClass whether to give only the sign
 * @param transform what is done to the result
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_SVMRegressor.html">SVMRegressor</a>
 */
record SVMRegressor(
    Kernel kernel,
    int supports,
    float[] vectors,
    float[] coefficients,
    float rho,
    boolean isOneClass,
    PostTransform transform)
    implements Operator {

  static SVMRegressor of(Attributes a) {
    int supports = a.intValue("n_supports");
    float[] vectors = a.numbersOrNull("support_vectors");
    float[] coefficients = a.numbersOrNull("coefficients");
    float[] rho = a.numbersOrNull("rho");
    if (rho == null || rho.length == 0 || coefficients == null) {
      throw new InvalidModelException("the attributes 'rho' and 'coefficients' must not be empty");
    }
    int numbers = vectors == null ? 0 : vectors.length;
    if (supports < 0
        || (supports > 0 && (numbers % supports != 0 || coefficients.length < supports))) {
      throw new InvalidModelException(
          "there are %d support vectors, with %d elements and %d coefficients"
              .formatted(supports, numbers, coefficients.length));
    }
    return new SVMRegressor(
        supports > 0 ? Kernel.of(a) : new Kernel(Kernel.Type.LINEAR, 0, 0, 0),
        supports,
        vectors,
        coefficients,
        rho[0],
        a.flag("one_class"),
        a.choice("post_transform", PostTransform.class));
  }

  private int features() {
    return supports > 0 ? vectors.length / supports : coefficients.length;
  }

  @Override
  public void infer(InferContext c) {
    Dim rows = Samples.rows(c);
    Samples.requireFeatures(c, features());
    c.output(0, ElementType.FLOAT, Shape.of(rows, Dim.of(1)));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    int features = features();
    DoubleReader reader = DoubleReader.of(c.elementType(0));
    c.workerScratch(Storage.DOUBLES, features + 1L);
    ParallelTask task =
        (f, row, w) -> {
          double[] v = f.workerDoubles(w);
          reader.read(f, x, row * features, v, 0, features);
          double score = score(v);
          v[features] = isOneClass ? (score > 0 ? 1 : -1) : score;
          if (!isOneClass) {
            transform.apply(v, features, 1);
          }
          f.floats(y)[f.offset(y) + row] = (float) v[features];
        };
    int rows = Samples.of(c).rows();
    return f -> f.parallel(rows, task);
  }

  private double score(double[] x) {
    if (supports == 0) {
      return rho + kernel.apply(x, coefficients, 0, coefficients.length);
    }
    double score = rho;
    for (int i = 0; i < supports; i++) {
      score += coefficients[i] * kernel.apply(x, vectors, i, features());
    }
    return score;
  }
}
