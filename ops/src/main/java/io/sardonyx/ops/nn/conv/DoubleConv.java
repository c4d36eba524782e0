package io.sardonyx.ops.nn.conv;

import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/**
 * The convolution in double precision, on plain tensors: straightforward, for the rare models of
 * it.
 */
final class DoubleConv {

  private DoubleConv() {}

  static Step step(CompileContext c, ConvShape shape, int biasInput) {
    int x = c.input(0);
    int w = c.input(1);
    int b = c.input(biasInput);
    int y = c.output(0);
    int pixels = shape.outPixels();
    int taps = shape.taps();
    int[] table = new int[taps * pixels];
    new TapTable(shape.axes(), 1).fill(0, pixels, table, pixels);
    int channels = shape.outChannels();
    return f ->
        f.parallel(
            shape.batch() * channels,
            (g, t, worker) -> channel(g, shape, x, w, b, y, table, t / channels, t % channels));
  }

  private static void channel(
      Frame f, ConvShape s, int x, int w, int b, int y, int[] table, int image, int channel) {
    int k = s.groupInChannels();
    int taps = s.taps();
    int pixels = s.outPixels();
    int group = channel / s.groupOutChannels();
    double[] in = f.doubles(x);
    double[] weights = f.doubles(w);
    double[] out = f.doubles(y);
    int inAt = f.offset(x) + (image * s.inChannels() + group * k) * s.inPixels();
    int wAt = f.offset(w) + channel * k * taps;
    int outAt = f.offset(y) + (image * s.outChannels() + channel) * pixels;
    double bias = b < 0 ? 0 : f.doubles(b)[f.offset(b) + channel];
    for (int p = 0; p < pixels; p++) {
      double sum = bias;
      for (int i = 0; i < k; i++) {
        for (int t = 0; t < taps; t++) {
          int from = table[t * pixels + p];
          if (from >= 0) {
            sum += in[inAt + i * s.inPixels() + from] * weights[wAt + i * taps + t];
          }
        }
      }
      out[outAt + p] = sum;
    }
  }
}
