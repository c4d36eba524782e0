package io.sardonyx.zoo.image;

/** The order of a picture tensor's dimensions: batch, channels, height, width. */
public enum TensorLayout {
  /** Channel by channel, as PyTorch has it. */
  NCHW,
  /** Pixel by pixel, as TensorFlow has it. */
  NHWC;

  /** The shape of a batch. */
  long[] shape(long batch, long channels, long height, long width) {
    return this == NCHW
        ? new long[] {batch, channels, height, width}
        : new long[] {batch, height, width, channels};
  }
}
