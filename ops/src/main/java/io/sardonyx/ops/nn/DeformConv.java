package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution whose taps are moved by offsets, different for every output pixel, and weighted by
 * a mask. Any number of spatial axes.
 *
 * @param group groups that input and output channels are divided into
 * @param offsetGroup groups of input channels that share offsets
 * @param kernel the kernel's shape; null: the weights'
 * @param dilations by spatial axis; null: 1
 * @param pads at the beginning of every spatial axis, then at the end; null: 0
 * @param strides by spatial axis; null: 1
 * @see <a href="https://onnx.ai/onnx/operators/onnx__DeformConv.html">DeformConv</a>
 */
@SuppressWarnings("ArrayRecordComponent") // read by this class alone
record DeformConv(
    long group, long offsetGroup, long[] kernel, long[] dilations, long[] pads, long[] strides)
    implements Operator {

  DeformConv(Attributes a) {
    this(
        a.integer("group"),
        a.integer("offset_group"),
        a.integersOrNull("kernel_shape"),
        a.integersOrNull("dilations"),
        a.integersOrNull("pads"),
        a.integersOrNull("strides"));
  }

  @Override
  public void infer(InferContext c) {
    if (group < 1 || offsetGroup < 1) {
      throw c.error("group is %d and offset_group %d; expected 1 or more", group, offsetGroup);
    }
    Shape x = c.shape(0);
    Shape w = c.shape(1);
    if (!x.isRanked() || !w.isRanked()) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    int spatial = x.rank() - 2;
    if (spatial < 1 || w.rank() != x.rank()) {
      throw c.error("X has shape %s and W %s; expected equal ranks of 3 or more", x, w);
    }
    requireLength(c, "kernel_shape", kernel, spatial, 1);
    requireLength(c, "dilations", dilations, spatial, 1);
    requireLength(c, "strides", strides, spatial, 1);
    requireLength(c, "pads", pads, 2 * spatial, 0);
    requireChannels(c, x, w);
    List<Dim> dims = new ArrayList<>(List.of(x.dim(0), w.dim(0)));
    long taps = 1;
    for (int d = 0; d < spatial; d++) {
      Dim size = w.dim(d + 2);
      if (kernel != null && size.isKnown() && !size.is(kernel[d])) {
        throw c.error("W has shape %s; expected the kernel %s", w, Arrays.toString(kernel));
      }
      Dim window = kernel != null ? Dim.of(kernel[d]) : size;
      taps = window.isKnown() ? taps * window.size() : 0;
      dims.add(output(x.dim(d + 2), window, d, spatial));
    }
    Shape y = Shape.of(dims);
    if (taps > 0) {
      requireShape(c, 2, y, offsetGroup * taps * spatial);
      if (c.hasInput(4)) {
        requireShape(c, 4, y, offsetGroup * taps);
      }
    }
    if (c.hasInput(3) && w.dim(0).isKnown() && !c.shape(3).admits(w.dim(0).size())) {
      throw c.error("B has shape %s; expected [%s]", c.shape(3), w.dim(0));
    }
    c.output(0, c.elementType(0), y);
  }

  private static void requireLength(
      InferContext c, String name, long[] values, int length, long least) {
    if (values != null
        && (values.length != length || Arrays.stream(values).anyMatch(v -> v < least))) {
      throw c.error(
          "attribute '%s' is %s; expected %d numbers of at least %d",
          name, Arrays.toString(values), length, least);
    }
  }

  private void requireChannels(InferContext c, Shape x, Shape w) {
    Dim in = x.dim(1);
    Dim out = w.dim(0);
    boolean fits =
        !(in.isKnown() && in.size() % offsetGroup != 0)
            && !(out.isKnown() && out.size() % group != 0)
            && !(in.isKnown() && w.dim(1).isKnown() && in.size() != w.dim(1).size() * group);
    if (!fits) {
      throw c.error(
          "X has shape %s and W %s, which do not fit %d groups and %d groups of offsets",
          x, w, group, offsetGroup);
    }
  }

  private Dim output(Dim in, Dim window, int d, int spatial) {
    if (!in.isKnown() || !window.isKnown()) {
      return Dim.UNKNOWN;
    }
    long padded = in.size() + (pads == null ? 0 : Math.addExact(pads[d], pads[d + spatial]));
    long extent = Math.multiplyExact(dilation(d), window.size() - 1) + 1;
    return Dim.of(Math.max(0, Math.floorDiv(padded - extent, stride(d)) + 1));
  }

  private static void requireShape(InferContext c, int i, Shape y, long channels) {
    Shape expected = y.with(1, Dim.of(channels));
    Shape found = c.shape(i);
    boolean fits = !found.isRanked() || found.rank() == y.rank();
    for (int d = 0; fits && found.isRanked() && d < y.rank(); d++) {
      Dim a = expected.dim(d);
      Dim b = found.dim(d);
      fits = !a.isKnown() || !b.isKnown() || a.equals(b);
    }
    if (!fits) {
      throw c.error("input %d has shape %s; expected %s", i, found, expected);
    }
  }

  private long stride(int d) {
    return strides == null ? 1 : strides[d];
  }

  private long dilation(int d) {
    return dilations == null ? 1 : dilations[d];
  }

  @Override
  public Step compile(CompileContext c) {
    int spatial = c.dims(0).length - 2;
    int[] begins = new int[spatial];
    int[] steps = new int[spatial];
    int[] spaces = new int[spatial];
    for (int d = 0; d < spatial; d++) {
      begins[d] = pads == null ? 0 : Math.negateExact(Math.toIntExact(pads[d]));
      steps[d] = Math.toIntExact(stride(d));
      spaces[d] = Math.toIntExact(dilation(d));
    }
    DeformGeometry geometry =
        new DeformGeometry(
            c.dims(0),
            c.dims(1),
            c.outputDims(0),
            begins,
            steps,
            spaces,
            Math.toIntExact(group),
            Math.toIntExact(offsetGroup));
    return DeformSteps.of(c, geometry);
  }
}
