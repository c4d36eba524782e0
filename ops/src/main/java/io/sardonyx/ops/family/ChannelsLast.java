package io.sardonyx.ops.family;

import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Layout;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/** Moves tensors [N, C, spatial...] between the plain layout and channels last. */
public final class ChannelsLast {

  /** Pitches are multiples of this, so that every kernel may handle whole vectors. */
  private static final int UNIT = 16;

  /** Pixels that a task moves. */
  private static final int PIXELS = 256;

  private ChannelsLast() {}

  /** The distance of pixels with so many channels. */
  public static int pitch(long channels) {
    return Math.toIntExact((channels + UNIT - 1) / UNIT * UNIT);
  }

  /** Number of spatial positions of a shape [N, C, spatial...]. */
  public static int pixels(long[] shape) {
    return Math.toIntExact(Shape.elements(Arrays.copyOfRange(shape, 2, shape.length)));
  }

  /** Reserves memory for a float tensor of this shape channels last. */
  public static int scratch(CompileContext c, long[] shape) {
    return c.scratch(Storage.FLOATS, Layout.channelsLast(pitch(shape[1])).elements(shape));
  }

  /**
   * A step that copies a plain float tensor to one that lies channels last; padding becomes zero.
   */
  public static Step fromPlain(long[] shape, int plain, int to, int pitch) {
    int channels = Math.toIntExact(shape[1]);
    int pixels = pixels(shape);
    int chunks = (pixels + PIXELS - 1) / PIXELS;
    int tasks = Math.toIntExact(shape[0] * chunks);
    return f ->
        f.parallel(
            tasks,
            (g, t, w) -> {
              int from = t % chunks * PIXELS;
              int end = Math.min(pixels, from + PIXELS);
              float[] x = g.floats(plain);
              float[] y = g.floats(to);
              int xAt = g.offset(plain) + t / chunks * channels * pixels;
              int yAt = g.offset(to) + t / chunks * pixels * pitch;
              for (int p = from; p < end; p++) {
                int at = yAt + p * pitch;
                for (int ch = 0; ch < channels; ch++) {
                  y[at + ch] = x[xAt + ch * pixels + p];
                }
                Arrays.fill(y, at + channels, at + pitch, 0);
              }
            });
  }

  /** A step that copies a float tensor that lies channels last to a plain one. */
  public static Step toPlain(long[] shape, int from, int pitch, int plain) {
    int channels = Math.toIntExact(shape[1]);
    int pixels = pixels(shape);
    int chunks = (pixels + PIXELS - 1) / PIXELS;
    int tasks = Math.toIntExact(shape[0] * chunks);
    return f ->
        f.parallel(
            tasks,
            (g, t, w) -> {
              int first = t % chunks * PIXELS;
              int end = Math.min(pixels, first + PIXELS);
              float[] x = g.floats(from);
              float[] y = g.floats(plain);
              int xAt = g.offset(from) + t / chunks * pixels * pitch;
              int yAt = g.offset(plain) + t / chunks * channels * pixels;
              for (int ch = 0; ch < channels; ch++) {
                for (int p = first; p < end; p++) {
                  y[yAt + ch * pixels + p] = x[xAt + p * pitch + ch];
                }
              }
            });
  }
}
