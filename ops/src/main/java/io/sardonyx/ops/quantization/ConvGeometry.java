package io.sardonyx.ops.quantization;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.NodeContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The attributes of a convolution, as the node gives them; lists may be null.
 *
 * @param padding how {@code pads} are found
 * @param group number of groups of channels
 */
record ConvGeometry(
    Padding padding, int group, long[] kernel, long[] strides, long[] dilations, long[] pads) {

  /** The values of {@code auto_pad}. */
  enum Padding {
    NOTSET,
    SAME_UPPER,
    SAME_LOWER,
    VALID
  }

  ConvGeometry(Attributes a) {
    this(
        a.choice("auto_pad", Padding.class),
        a.intValue("group"),
        a.integersOrNull("kernel_shape"),
        a.integersOrNull("strides"),
        a.integersOrNull("dilations"),
        a.integersOrNull("pads"));
  }

  /**
   * The output's shape, as far as it is known.
   *
   * @param x the input's shape
   * @param w the weights' shape
   */
  Shape output(NodeContext c, Shape x, Shape w) {
    if (x.isRanked() && w.isRanked() && x.rank() != w.rank()) {
      throw c.error("the weights have shape %s; expected rank %d as the input", w, x.rank());
    }
    Shape ranked = x.isRanked() ? x : w;
    if (!ranked.isRanked()) {
      return Shape.UNRANKED;
    }
    int spatial = ranked.rank() - 2;
    if (spatial < 1) {
      throw c.error("its inputs have rank %d; expected 3 or more", ranked.rank());
    }
    requireLength(c, "strides", strides, spatial);
    requireLength(c, "dilations", dilations, spatial);
    requireLength(c, "kernel_shape", kernel, spatial);
    requireLength(c, "pads", pads, 2 * spatial);
    Dim channels = x.isRanked() ? x.dim(1) : Dim.UNKNOWN;
    Dim features = w.isRanked() ? w.dim(0) : Dim.UNKNOWN;
    checkChannels(c, channels, features, w);
    List<Dim> dims = new ArrayList<>();
    dims.add(x.isRanked() ? x.dim(0) : Dim.UNKNOWN);
    dims.add(features);
    for (int d = 0; d < spatial; d++) {
      Dim in = x.isRanked() ? x.dim(2 + d) : Dim.UNKNOWN;
      Dim size = w.isRanked() ? w.dim(2 + d) : Dim.UNKNOWN;
      if (kernel != null && size.isKnown() && size.size() != kernel[d]) {
        throw c.error(
            "kernel_shape is %s, but the weights have shape %s", Arrays.toString(kernel), w);
      }
      size = kernel != null ? Dim.of(kernel[d]) : size;
      dims.add(
          in.isKnown() && size.isKnown() ? Dim.of(out(c, d, in.size(), size.size())) : Dim.UNKNOWN);
    }
    return Shape.of(dims);
  }

  private void requireLength(NodeContext c, String name, long[] values, int length) {
    if (values != null && values.length != length) {
      throw c.error("%s is %s; expected %d numbers", name, Arrays.toString(values), length);
    }
    boolean isPads = length != 0 && name.equals("pads");
    for (int i = 0; values != null && i < length; i++) {
      if (values[i] < (isPads ? 0 : 1) || values[i] > Integer.MAX_VALUE) {
        throw c.error(
            "%s is %s; expected %s numbers",
            name, Arrays.toString(values), isPads ? "no negative" : "positive");
      }
    }
  }

  private void checkChannels(NodeContext c, Dim channels, Dim features, Shape w) {
    if (group < 1) {
      throw c.error("group is %d; expected a positive number", group);
    }
    if (features.isKnown() && features.size() % group != 0) {
      throw c.error("has %d features, which %d groups cannot share", features.size(), group);
    }
    if (channels.isKnown()
        && w.isRanked()
        && w.dim(1).isKnown()
        && channels.size() != w.dim(1).size() * group) {
      throw c.error(
          "has %d channels; expected %d, as many as the weights %s take in %d groups",
          channels.size(), w.dim(1).size() * group, w, group);
    }
  }

  long stride(int d) {
    return strides == null ? 1 : strides[d];
  }

  long dilation(int d) {
    return dilations == null ? 1 : dilations[d];
  }

  private long extent(int d, long size) {
    return (size - 1) * dilation(d) + 1;
  }

  /** The output's size along a spatial axis. */
  private long out(NodeContext c, int d, long in, long size) {
    if (padding == Padding.SAME_UPPER || padding == Padding.SAME_LOWER) {
      return (in + stride(d) - 1) / stride(d);
    }
    long padded = in;
    if (padding == Padding.NOTSET && pads != null) {
      padded += pads[d] + pads[pads.length / 2 + d];
    }
    if (size < 1 || padded < extent(d, size)) {
      throw c.error(
          "the kernel spans %d along spatial axis %d; the padded input has %d",
          extent(d, size), d, padded);
    }
    return (padded - extent(d, size)) / stride(d) + 1;
  }

  /** The padding in front of a spatial axis. */
  long padBefore(int d, long in, long size) {
    return switch (padding) {
      case VALID -> 0;
      case NOTSET -> pads == null ? 0 : pads[d];
      case SAME_UPPER, SAME_LOWER -> {
        long out = (in + stride(d) - 1) / stride(d);
        long total = Math.max(0, (out - 1) * stride(d) + extent(d, size) - in);
        yield padding == Padding.SAME_UPPER ? total / 2 : total - total / 2;
      }
    };
  }
}
