package io.sardonyx.ops.nn.conv;

import java.util.List;

/**
 * The sizes of a convolution of any rank.
 *
 * @param batch number of pictures
 * @param inChannels channels of the input
 * @param outChannels channels of the output
 * @param group number of groups into which both are divided
 * @param axes the window along each spatial axis
 */
public record ConvShape(int batch, int inChannels, int outChannels, int group, List<TapAxis> axes) {

  /** Input channels that one output sees. */
  public int groupInChannels() {
    return inChannels / group;
  }

  /** Output channels of one group. */
  public int groupOutChannels() {
    return outChannels / group;
  }

  /** Positions of the kernel. */
  public int taps() {
    return product(TapAxis::taps);
  }

  /** Pixels of one input picture. */
  public int inPixels() {
    return product(TapAxis::inputs);
  }

  /** Pixels of one output picture. */
  public int outPixels() {
    return product(TapAxis::outputs);
  }

  /** Whether every output pixel sees just the input pixel at the same place. */
  public boolean isPointwise() {
    return axes.stream().allMatch(TapAxis::isPointwise);
  }

  /**
   * Whether each output channel sees one input channel, and each input channel one output channel.
   */
  public boolean isDepthwise() {
    return group > 1 && group == inChannels && group == outChannels;
  }

  private int product(java.util.function.ToIntFunction<TapAxis> size) {
    int product = 1;
    for (TapAxis axis : axes) {
      product = Math.multiplyExact(product, size.applyAsInt(axis));
    }
    return product;
  }

  /** Multiplications and additions of the direct algorithm, two for each weight and output. */
  public double flops() {
    return 2.0 * batch * outPixels() * outChannels * groupInChannels() * taps();
  }
}
