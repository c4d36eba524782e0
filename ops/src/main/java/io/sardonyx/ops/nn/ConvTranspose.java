package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.kernels.Activation;
import io.sardonyx.ops.nn.conv.TransposedAxis;
import io.sardonyx.ops.nn.conv.TransposedConv;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The transposed convolution: every input spreads over a window of outputs.
 *
 * @param window kernel, strides, dilations and padding
 * @param group number of groups that channels are divided into
 * @param outputPadding outputs to add at the ends
 * @param outputShape the output's spatial sizes, from which the padding follows; empty: it is given
 * @param activation what is applied at the end; only in the fused form
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ConvTranspose.html">ConvTranspose</a>
 */
record ConvTranspose(
    WindowAttributes window,
    int group,
    List<Integer> outputPadding,
    List<Integer> outputShape,
    Activation activation)
    implements ChannelsLastOperator {

  ConvTranspose(Attributes a) {
    this(
        WindowAttributes.of(a),
        a.intValue("group", 1),
        WindowAttributes.list(a, "output_padding"),
        WindowAttributes.list(a, "output_shape"),
        FusedActivation.of(a));
  }

  @Override
  public void infer(InferContext c) {
    Shape x = c.shape(0);
    Shape w = c.shape(1);
    if (!x.isRanked()) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    int rank = x.rank();
    if (rank < 3 || (w.isRanked() && w.rank() != rank)) {
      throw c.error(
          "input 0 'X' is %s and input 1 'W' is %s; expected equal ranks of 3 or more", x, w);
    }
    if (group < 1) {
      throw c.error("'group' is %d; expected at least 1", group);
    }
    if (w.isRanked()
        && x.dim(1).isKnown()
        && w.dim(0).isKnown()
        && (x.dim(1).size() != w.dim(0).size() || w.dim(0).size() % group != 0)) {
      throw c.error(
          "input 0 'X' has shape %s; its channels do not fit input 1 'W' of shape %s with %d"
              + " groups",
          x, w, group);
    }
    List<Dim> dims = new ArrayList<>();
    dims.add(x.dim(0));
    dims.add(w.isRanked() ? w.dim(1).times(Dim.of(group)) : Dim.UNKNOWN);
    long[] kernel = w.isKnown() ? Arrays.copyOfRange(w.sizes(), 2, rank) : null;
    if (kernel != null) {
      window.validate(c, rank - 2, kernel);
      requireLength(c, "output_padding", outputPadding, rank - 2);
      requireLength(c, "output_shape", outputShape, rank - 2);
    }
    for (int i = 0; i < rank - 2; i++) {
      Dim in = x.dim(i + 2);
      dims.add(
          kernel == null || !in.isKnown()
              ? Dim.UNKNOWN
              : Dim.of(axis(c, Math.toIntExact(in.size()), i, rank - 2, kernel[i]).outputs()));
    }
    c.output(0, c.elementType(0), Shape.of(dims));
  }

  private static void requireLength(NodeContext c, String name, List<Integer> list, int length) {
    if (!list.isEmpty() && list.size() != length) {
      throw c.error("'%s' has %d entries; expected %d", name, list.size(), length);
    }
  }

  private TransposedAxis axis(NodeContext c, int inputs, int axis, int axes, long kernel) {
    int stride = window.stride(axis);
    int dilation = window.dilation(axis);
    long extra = outputPadding.isEmpty() ? 0 : outputPadding.get(axis);
    long full = stride * (inputs - 1L) + extra + (kernel - 1) * dilation + 1;
    long begin;
    long outputs;
    boolean same =
        window.autoPad() == WindowAttributes.AutoPad.SAME_UPPER
            || window.autoPad() == WindowAttributes.AutoPad.SAME_LOWER;
    if (!outputShape.isEmpty() || same) {
      outputs = outputShape.isEmpty() ? (long) inputs * stride : outputShape.get(axis);
      long total = Math.max(0, full - outputs);
      boolean upper = window.autoPad() == WindowAttributes.AutoPad.SAME_UPPER;
      begin = upper ? total / 2 : total - total / 2;
    } else {
      begin = window.pads().isEmpty() ? 0 : window.pads().get(axis);
      long end = window.pads().isEmpty() ? 0 : window.pads().get(axes + axis);
      outputs = full - begin - end;
    }
    if (outputs < 0) {
      throw c.error("axis %d would have %d outputs", axis, outputs);
    }
    return new TransposedAxis(
        inputs,
        Math.toIntExact(outputs),
        Math.toIntExact(kernel),
        stride,
        dilation,
        Math.toIntExact(begin));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] x = c.dims(0);
    long[] w = c.dims(1);
    List<TransposedAxis> axes = new ArrayList<>();
    for (int i = 2; i < x.length; i++) {
      axes.add(axis(c, Math.toIntExact(x[i]), i - 2, x.length - 2, w[i]));
    }
    return TransposedConv.compile(c, axes, group, activation);
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
    return c.elementType(0) == ElementType.FLOAT ? Role.PREFERS : Role.NEVER;
  }
}
