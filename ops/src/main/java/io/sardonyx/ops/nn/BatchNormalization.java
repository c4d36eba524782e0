package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.Parameter;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;

/**
 * Channels are shifted and scaled by statistics: given ones, or, in training, those of the batch,
 * which then also move the running statistics.
 *
 * @param spatial whether there are statistics per channel; if not, per feature of an instance
 * @param mode how training is told
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx__BatchNormalization.html">BatchNormalization</a>
 */
record BatchNormalization(double epsilon, double momentum, boolean spatial, Mode mode)
    implements ChannelsLastOperator {

  /** When the statistics are those of the batch. */
  enum Mode {
    ALWAYS,
    NEVER,
    /** If there are more outputs than one, as in versions 7 and 9. */
    WITH_MORE_OUTPUTS
  }

  private BatchNormalization(Attributes a, Mode mode) {
    this(a.number("epsilon"), a.number("momentum"), a.integer("spatial", 1) != 0, mode);
  }

  /** Versions 1 and 6. */
  static BatchNormalization withTest(Attributes a) {
    return new BatchNormalization(a, a.flag("is_test") ? Mode.NEVER : Mode.ALWAYS);
  }

  /** Versions 7 and 9. */
  static BatchNormalization withOutputs(Attributes a) {
    return new BatchNormalization(a, Mode.WITH_MORE_OUTPUTS);
  }

  /** Since version 14. */
  static BatchNormalization withTrainingMode(Attributes a) {
    return new BatchNormalization(a, a.flag("training_mode") ? Mode.ALWAYS : Mode.NEVER);
  }

  private boolean isTraining(NodeContext c) {
    return switch (mode) {
      case ALWAYS -> true;
      case NEVER -> false;
      case WITH_MORE_OUTPUTS -> c.outputCount() > 1;
    };
  }

  @Override
  public void infer(InferContext c) {
    if (!isTraining(c) && c.outputCount() > 1) {
      throw c.error("has %d outputs; without training there is only one", c.outputCount());
    }
    Shape shape = c.shape(0);
    if (shape.isRanked()) {
      if (shape.rank() == 0) {
        throw c.error("input 0 is a scalar; expected [N,C,...]");
      }
      Dim channels = channels(shape);
      for (int i = 1; i < 5; i++) {
        Parameters.requireElements(c, i, channels);
      }
    }
    c.output(0, c.tensorType(0));
    for (int i = 1; i < c.outputCount(); i++) {
      c.output(i, c.tensorType(i % 2 == 1 ? 3 : 4));
    }
  }

  private Dim channels(Shape shape) {
    if (shape.rank() == 1) {
      return Dim.of(1);
    }
    Dim channels = shape.dim(1);
    for (int d = 2; !spatial && d < shape.rank(); d++) {
      channels = channels.times(shape.dim(d));
    }
    return channels;
  }

  /** [instances, channels, elements of each]. */
  private AxisSplit split(long[] dims) {
    if (dims.length == 1) {
      return new AxisSplit(Math.toIntExact(dims[0]), 1, 1);
    }
    AxisSplit split = AxisSplit.of(dims, 1);
    return spatial
        ? split
        : new AxisSplit(split.outer(), Math.multiplyExact(split.length(), split.inner()), 1);
  }

  @Override
  public Step compile(CompileContext c) {
    AxisSplit split = split(c.dims(0));
    Arithmetic arithmetic = Arithmetic.of(c.elementType(0));
    RowKernels kernels = RowKernels.of(c, arithmetic);
    Parameter[] parameters = new Parameter[4];
    for (int i = 0; i < 4; i++) {
      parameters[i] = Parameter.of(c, i + 1, arithmetic);
    }
    Step main =
        isTraining(c)
            ? new BatchStatistics(epsilon, momentum, split, kernels, parameters).step(c)
            : new BatchScaling(epsilon, split, kernels, parameters).step(c);
    return f -> {
      for (Parameter p : parameters) {
        p.load(f);
      }
      main.run(f);
    };
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    boolean fits = c.elementType(0) == ElementType.FLOAT && spatial && !isTraining(c);
    return fits ? Role.FOLLOWS : Role.NEVER;
  }
}
