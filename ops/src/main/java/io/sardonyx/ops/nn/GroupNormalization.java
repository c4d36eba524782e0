package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.Groups;
import io.sardonyx.ops.family.Parameter;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * GroupNormalization and InstanceNormalization: of every instance, each group of channels is given
 * the mean 0 and the variance 1; then it is scaled and shifted. Narrow types are computed as float
 * throughout.
 *
 * @param groups number of groups; null if each channel is one
 * @param isPerGroup whether scale and shift are given per group, as in version 18, not per channel
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx__GroupNormalization.html">GroupNormalization</a>
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx__InstanceNormalization.html">InstanceNormalization</a>
 */
record GroupNormalization(Long groups, double epsilon, boolean isPerGroup) implements Operator {

  private static final float EPSILON = 1e-5f;

  static GroupNormalization perGroup(Attributes a) {
    return new GroupNormalization(a.integer("num_groups"), a.number("epsilon", EPSILON), true);
  }

  static GroupNormalization perChannel(Attributes a) {
    return new GroupNormalization(a.integer("num_groups"), a.number("epsilon"), false);
  }

  static GroupNormalization instance(Attributes a) {
    return new GroupNormalization(null, a.number("epsilon"), false);
  }

  @Override
  public void infer(InferContext c) {
    Shape shape = c.shape(0);
    // The schema of version 18 says nothing about types, since it is deprecated.
    for (int i = 0; i < 3; i++) {
      if (c.elementType(i) != c.elementType(0) || !c.elementType(i).isFloat()) {
        throw c.error("input %d is %s; expected floats of one type", i, c.tensorType(i));
      }
    }
    if (shape.isRanked()) {
      if (shape.rank() < 2) {
        throw c.error("input 0 has shape %s; expected [N,C,...]", shape);
      }
      Dim channels = shape.dim(1);
      if (groups != null
          && (groups <= 0 || (channels.isKnown() && channels.size() % groups != 0))) {
        throw c.error("attribute 'num_groups' is %d; it must divide %s channels", groups, channels);
      }
      Dim expected = isPerGroup ? Dim.of(groups) : channels;
      Parameters.requireElements(c, 1, expected);
      Parameters.requireElements(c, 2, expected);
    }
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    AxisSplit split = AxisSplit.of(c.dims(0), 1);
    Arithmetic arithmetic = Arithmetic.of(c.elementType(0));
    RowKernels kernels = RowKernels.of(c, arithmetic);
    Parameter scale = Parameter.of(c, 1, arithmetic);
    Parameter shift = Parameter.of(c, 2, arithmetic);
    int channels = split.length();
    int inner = split.inner();
    int count = groups == null ? channels : Math.toIntExact(groups);
    int groupChannels = count == 0 ? 0 : channels / count;
    int n = Math.multiplyExact(groupChannels, inner);
    Step rows =
        Groups.rows(Math.multiplyExact(split.outer(), count), n)
            .step(
                c,
                arithmetic,
                (f, row, x, xAt, y, yAt) -> {
                  int group = row % count;
                  double mean = kernels.mean(x, xAt, n);
                  double variance = kernels.squaredDeviations(x, xAt, n, mean) / n;
                  double factor = 1 / Math.sqrt(variance + epsilon);
                  for (int k = 0; k < groupChannels; k++) {
                    int p = isPerGroup ? group : group * groupChannels + k;
                    int at = k * inner;
                    double a = factor * scale.get(f, p);
                    double b = shift.get(f, p);
                    kernels.normalize(x, xAt + at, mean, a, b, y, yAt + at, inner);
                  }
                });
    return f -> {
      scale.load(f);
      shift.load(f);
      rows.run(f);
    };
  }
}
