package io.sardonyx.ops.nn.conv;

import io.sardonyx.kernels.Kernels;
import io.sardonyx.ops.family.ChannelsLast;

/**
 * What the ways to compute a convolution cost, by a simple model: time to multiply, plus time to
 * stream the weights, plus time to transform. Depends on the shape of one picture alone, so that a
 * picture gives the same result in every batch.
 */
final class ConvCost {

  /** Multiplications and additions of a core in a nanosecond. */
  private static final double FLOPS = 140;

  /** Bytes of weights that arrive from memory in a nanosecond. */
  private static final double WEIGHT_BYTES = 12;

  /** Nanoseconds for each float that a transform writes. */
  private static final double TRANSFORM = 0.25;

  private ConvCost() {}

  /** The cheapest strategy for a convolution that is neither depthwise nor a stem. */
  static ConvStrategy cheapest(ConvShape shape, Kernels kernels, boolean winograd) {
    if (!winograd || !WinogradConv.fits(shape)) {
      return new PanelConv(shape, kernels);
    }
    double direct = direct(shape);
    double small = winograd(shape, 2);
    double large = winograd(shape, 4);
    if (direct <= Math.min(small, large)) {
      return new PanelConv(shape, kernels);
    }
    return new WinogradConv(shape, kernels, small < large ? 2 : 4);
  }

  /** Nanoseconds of the direct algorithm for one picture. */
  static double direct(ConvShape shape) {
    double weights = (double) shape.outChannels() * shape.groupInChannels() * shape.taps();
    return 2 * weights * shape.outPixels() / FLOPS + 4 * weights / WEIGHT_BYTES;
  }

  /** Nanoseconds of F(m x m, 3 x 3) for one picture. */
  static double winograd(ConvShape shape, int m) {
    int tiles = 1;
    for (TapAxis axis : shape.axes()) {
      tiles *= (axis.outputs() + m - 1) / m;
    }
    double in = ChannelsLast.pitch(shape.inChannels());
    double out = ChannelsLast.pitch(shape.outChannels());
    int positions = (m + 2) * (m + 2);
    return positions
        * (2 * tiles * in * out / FLOPS
            + 4 * in * out / WEIGHT_BYTES
            + tiles * (in + out) * TRANSFORM);
  }
}
