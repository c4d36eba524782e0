package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.tensor.ResizeCoordinates.Axis;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import java.util.List;

/**
 * How large Resize's output is: by scales or by sizes, for all axes or for some.
 *
 * @param roi the input with the region of interest; -1 if none counts
 * @param scales the input with the scales; -1 if there is none
 * @param sizes the input with the sizes; -1 if there is none
 * @param fixed scales that are attributes; null if there are none
 * @param axes the axes that all these are about; null for all
 * @param policy what sizes mean
 */
@SuppressWarnings("ArrayRecordComponent") // read by this class alone
record ResizeExtent(int roi, int scales, int sizes, float[] fixed, long[] axes, Policy policy) {

  /** What sizes mean: the specification's {@code keep_aspect_ratio_policy}. */
  enum Policy {
    STRETCH,
    NOT_LARGER,
    NOT_SMALLER
  }

  /** The output's shape as far as it is known; checks scales and sizes. */
  Shape infer(InferContext c) {
    if (roi >= 0) {
      c.value(roi);
    }
    Shape shape = c.shape(0);
    if (!shape.isRanked()) {
      return Shape.UNRANKED;
    }
    int[] about = about(c, shape.rank());
    boolean hasScales = fixed != null || isGiven(c, scales);
    boolean hasSizes = isGiven(c, sizes);
    if (hasScales && hasSizes && isShapeKnown(c, scales) && isShapeKnown(c, sizes)) {
      throw c.error("has both scales and sizes; expected one of them");
    }
    if (!hasScales && !hasSizes) {
      throw c.error("has neither scales nor sizes; expected one of them");
    }
    if (hasScales && hasSizes) {
      // Which one counts depends on which is empty, and that is not known yet.
      c.value(scales);
      c.value(sizes);
      return Shape.ofRank(shape.rank());
    }
    return hasScales ? scaled(c, shape, about) : sized(c, shape, about);
  }

  /** The axes that scales and sizes are about, counted from the front. */
  private int[] about(NodeContext c, int rank) {
    int[] about = new int[axes == null ? rank : axes.length];
    boolean[] seen = new boolean[rank];
    for (int i = 0; i < about.length; i++) {
      about[i] = axes == null ? i : c.axis(axes[i], rank);
      if (seen[about[i]]) {
        throw c.error("axis %d is named twice", about[i]);
      }
      seen[about[i]] = true;
    }
    return about;
  }

  /** Whether an input is there and not known to be empty. */
  private static boolean isGiven(NodeContext c, int input) {
    return input >= 0
        && c.hasInput(input)
        && !(c.shape(input).isKnown() && c.shape(input).elements() == 0);
  }

  private static boolean isShapeKnown(NodeContext c, int input) {
    return input < 0 || c.shape(input).isKnown();
  }

  private Shape scaled(InferContext c, Shape shape, int[] about) {
    float[] factors = factors(c);
    if (factors == null) {
      Shape unknown = shape;
      for (int axis : about) {
        unknown = unknown.with(axis, Dim.UNKNOWN);
      }
      return unknown;
    }
    requireCount(c, "scales", factors.length, about.length);
    for (int i = 0; i < about.length; i++) {
      double factor = factors[i];
      if (!(factor > 0) || Double.isInfinite(factor)) {
        throw c.error("the scale of axis %d is %s; expected more than 0", about[i], factor);
      }
      Dim dim = shape.dim(about[i]);
      shape = shape.with(about[i], factor == 1 ? dim : dim.map(n -> (long) Math.floor(n * factor)));
    }
    return shape;
  }

  private Shape sized(InferContext c, Shape shape, int[] about) {
    List<Dim> wanted = c.dims(sizes);
    if (wanted == null) {
      return Shape.ofRank(shape.rank());
    }
    requireCount(c, "sizes", wanted.size(), about.length);
    for (Dim dim : wanted) {
      if (dim.isKnown() && dim.size() < 0) {
        throw c.error("the sizes %s have a negative one", wanted);
      }
    }
    Shape sized = shape;
    double scale = policy == Policy.STRETCH ? 0 : commonScale(shape, about, wanted);
    for (int i = 0; i < about.length; i++) {
      Dim dim = wanted.get(i);
      if (policy != Policy.STRETCH) {
        dim = scale > 0 ? shape.dim(about[i]).map(n -> (long) (scale * n + 0.5)) : Dim.UNKNOWN;
      }
      sized = sized.with(about[i], dim);
    }
    return sized;
  }

  private static void requireCount(NodeContext c, String what, int found, int expected) {
    if (found != expected) {
      throw c.error("there are %d %s; expected %d", found, what, expected);
    }
  }

  /** The scale that keeps the aspect ratio; 0 if not all sizes are known. */
  private double commonScale(Shape shape, int[] about, List<Dim> wanted) {
    double common = policy == Policy.NOT_LARGER ? Double.MAX_VALUE : 0;
    for (int i = 0; i < about.length; i++) {
      Dim from = shape.dim(about[i]);
      Dim to = wanted.get(i);
      if (!from.isKnown() || !to.isKnown() || from.size() == 0) {
        return 0;
      }
      double scale = (double) to.size() / from.size();
      common = policy == Policy.NOT_LARGER ? Math.min(common, scale) : Math.max(common, scale);
    }
    return about.length == 0 ? 0 : common;
  }

  /** The scales, if they are known; null otherwise. */
  private float[] factors(NodeContext c) {
    if (fixed != null) {
      return fixed.clone();
    }
    Tensor tensor = c.value(scales);
    return tensor == null ? null : tensor.floats().clone();
  }

  /** How every axis of the input is resized. */
  Axis[] axes(CompileContext c) {
    Shape in = c.shape(0);
    long[] out = c.outputDims(0);
    Axis[] all = new Axis[out.length];
    for (int d = 0; d < all.length; d++) {
      int size = Math.toIntExact(out[d]);
      all[d] = new Axis(size, size, 1, size, 0, 1);
    }
    int[] about = about(c, all.length);
    double[] region = region(c, about.length);
    boolean byScales = fixed != null || isGiven(c, scales);
    float[] factors = byScales ? factors(c) : null;
    double common =
        byScales || policy == Policy.STRETCH
            ? 0
            : commonScale(in, about, Shape.of(c.longs(sizes)).dims());
    for (int i = 0; i < about.length; i++) {
      int d = about[i];
      int from = Math.toIntExact(in.dim(d).size());
      int to = Math.toIntExact(out[d]);
      if (from == 0 && to > 0) {
        throw c.error("axis %d of the input is empty; it cannot be resized to %d", d, to);
      }
      double scale = byScales ? factors[i] : common > 0 ? common : (double) to / from;
      double width = byScales || common > 0 ? scale * from : to;
      all[d] = new Axis(from, to, scale, width, region[i], region[about.length + i]);
    }
    return all;
  }

  /** Where the region of interest begins on every axis, then where it ends. */
  private double[] region(CompileContext c, int axisCount) {
    double[] region = new double[2 * axisCount];
    java.util.Arrays.fill(region, axisCount, 2 * axisCount, 1);
    if (roi < 0) {
      return region;
    }
    Tensor tensor = c.value(roi);
    if (tensor == null || tensor.size() != region.length) {
      throw c.error(
          "the region of interest has %d numbers; expected %d",
          tensor == null ? 0 : tensor.size(), region.length);
    }
    NumberAccess numbers = NumberAccess.of(tensor.elementType());
    for (int i = 0; i < region.length; i++) {
      region[i] = numbers.getDouble(tensor.array(), tensor.offset() + i);
      if (!Double.isFinite(region[i])) {
        throw c.error("the region of interest has the coordinate %s", region[i]);
      }
    }
    return region;
  }
}
