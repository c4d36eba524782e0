package io.sardonyx.zoo.networks;

/**
 * The shape of a square convolution. It is padded by half its kernel, so that a stride of 1 keeps
 * the size.
 *
 * @param channels the number of output channels
 * @param kernel width and height of the kernel, odd
 * @param groups the number of groups; all channels for a depthwise convolution
 */
public record Conv(int channels, int kernel, int stride, int groups) {

  /** With stride 1 and one group. */
  public static Conv of(int channels, int kernel) {
    return new Conv(channels, kernel, 1, 1);
  }

  /** Depthwise: every channel by itself. */
  public static Conv depthwise(int channels, int kernel) {
    return new Conv(channels, kernel, 1, channels);
  }

  public Conv stride(int value) {
    return new Conv(channels, kernel, value, groups);
  }
}
