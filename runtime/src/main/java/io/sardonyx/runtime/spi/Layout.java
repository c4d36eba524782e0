package io.sardonyx.runtime.spi;

/**
 * How a tensor's elements lie in memory. Shapes are always logical: a picture is [N,C,H,W] in
 * either layout.
 *
 * @param pitch 0 for the plain row-major layout; otherwise the tensor lies channels last, and this
 *     is the distance in elements from one pixel to the next: at least the number of channels, the
 *     rest is padding of no defined value
 */
public record Layout(int pitch) {

  /** Row-major, without padding. */
  public static final Layout PLAIN = new Layout(0);

  /** Pixel after pixel, each with all its channels and padding up to {@code pitch}. */
  public static Layout channelsLast(int pitch) {
    return new Layout(pitch);
  }

  public boolean isChannelsLast() {
    return pitch > 0;
  }

  /**
   * Elements in memory of a tensor of these sizes, padding included.
   *
   * @param shape at least [N,C] if channels last
   */
  public long elements(long[] shape) {
    if (pitch == 0) {
      return io.sardonyx.Shape.elements(shape);
    }
    long[] pixels = shape.clone();
    pixels[1] = pitch;
    return io.sardonyx.Shape.elements(pixels);
  }

  @Override
  public String toString() {
    return pitch == 0 ? "plain" : "channels last, pitch " + pitch;
  }
}
