package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.kernels.Activation;
import io.sardonyx.ops.nn.conv.ConvShape;
import io.sardonyx.ops.nn.conv.ConvSteps;
import io.sardonyx.ops.nn.conv.TapAxis;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.OperatorId;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The convolution of any rank. The fused form, which passes make, has a fourth input that is added
 * to the result, and an activation that is applied at the end.
 *
 * @param window kernel, strides, dilations and padding
 * @param group number of groups that channels are divided into
 * @param activation what is applied at the end
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Conv.html">Conv</a>
 */
public record Conv(WindowAttributes window, int group, Activation activation)
    implements ChannelsLastOperator {

  /** The fused form. */
  public static final OperatorId FUSED = new OperatorId(OperatorId.INTERNAL_DOMAIN, "FusedConv", 1);

  private static final int BIAS = 2;
  private static final int RESIDUAL = 3;

  /** Reads the attributes of either form. */
  public Conv(Attributes a) {
    this(WindowAttributes.of(a), a.intValue("group", 1), FusedActivation.of(a));
  }

  @Override
  public void infer(InferContext c) {
    Shape x = c.shape(0);
    Shape w = c.shape(1);
    if (!x.isRanked() && !w.isRanked()) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    int rank = x.isRanked() ? x.rank() : w.rank();
    if (rank < 3 || (w.isRanked() && w.rank() != rank) || (x.isRanked() && x.rank() != rank)) {
      throw c.error(
          "input 0 'X' is %s and input 1 'W' is %s; expected equal ranks of 3 or more", x, w);
    }
    validateChannels(c, x, w);
    List<Dim> dims = new ArrayList<>();
    dims.add(x.isRanked() ? x.dim(0) : Dim.UNKNOWN);
    dims.add(w.isRanked() ? w.dim(0) : Dim.UNKNOWN);
    long[] kernel = kernel(w, rank);
    if (kernel != null) {
      window.validate(c, rank - 2, kernel);
    }
    for (int i = 0; i < rank - 2; i++) {
      dims.add(
          kernel == null || !x.isRanked()
              ? Dim.UNKNOWN
              : window.output(c, x.dim(i + 2), i, rank - 2, kernel[i]));
    }
    c.output(0, c.elementType(0), Shape.of(dims));
  }

  private void validateChannels(NodeContext c, Shape x, Shape w) {
    if (group < 1) {
      throw c.error("'group' is %d; expected at least 1", group);
    }
    if (!w.isRanked()) {
      return;
    }
    if (w.dim(0).isKnown() && w.dim(0).size() % group != 0) {
      throw c.error("%s output channels cannot be divided into %d groups", w.dim(0), group);
    }
    if (x.isRanked()
        && x.dim(1).isKnown()
        && w.dim(1).isKnown()
        && x.dim(1).size() != w.dim(1).size() * group) {
      throw c.error(
          "input 0 'X' has shape %s; its channels do not fit input 1 'W' of shape %s with %d"
              + " groups",
          x, w, group);
    }
    if (c.hasInput(BIAS)
        && c.shape(BIAS).isKnown()
        && w.dim(0).isKnown()
        && c.shape(BIAS).elements() != w.dim(0).size()) {
      throw c.error("input 2 'B' has shape %s; expected [%s]", c.shape(BIAS), w.dim(0));
    }
  }

  /** The kernel's sizes: the attribute's, which must agree with the weights', or the weights'. */
  private long[] kernel(Shape w, int rank) {
    if (!w.isKnown()) {
      return window.kernelShape().isEmpty()
          ? null
          : window.kernelShape().stream().mapToLong(Integer::longValue).toArray();
    }
    return Arrays.copyOfRange(w.sizes(), 2, rank);
  }

  @Override
  public Step compile(CompileContext c) {
    long[] x = c.dims(0);
    long[] w = c.dims(1);
    List<Integer> declared = window.kernelShape();
    List<TapAxis> axes = new ArrayList<>();
    for (int i = 2; i < x.length; i++) {
      if (!declared.isEmpty() && declared.get(i - 2) != w[i]) {
        throw c.error("'kernel_shape' is %s; input 1 'W' has shape %s", declared, c.shape(1));
      }
      axes.add(TapAxis.of(window.window(c, Math.toIntExact(x[i]), i - 2, x.length - 2, w[i])));
    }
    ConvShape shape =
        new ConvShape(
            Math.toIntExact(x[0]), Math.toIntExact(x[1]), Math.toIntExact(w[0]), group, axes);
    return ConvSteps.compile(c, shape, activation, BIAS, RESIDUAL);
  }

  @Override
  public boolean readsAnyPitch() {
    return true;
  }

  @Override
  public boolean writesAnyPitch() {
    return true;
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    return c.elementType(0) == io.sardonyx.ElementType.FLOAT ? Role.PREFERS : Role.NEVER;
  }

  @Override
  public boolean isChannelsLastInput(NodeContext c, int i) {
    return i == RESIDUAL || (i == 0 && !readsPlain(c));
  }

  /** Whether the input has so few channels that the convolution reads it plain. */
  private boolean readsPlain(NodeContext c) {
    Shape w = c.shape(1);
    return group == 1 && w.isKnown() && ConvSteps.readsPlain(w.sizes(), window.dilations());
  }
}
