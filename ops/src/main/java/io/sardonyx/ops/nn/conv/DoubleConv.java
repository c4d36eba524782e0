package io.sardonyx.ops.nn.conv;

import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

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

  /** The transposed convolution: every input is spread over the outputs that it reaches. */
  static Step transposedStep(CompileContext c, List<TransposedAxis> axes, ConvShape shape) {
    int x = c.input(0);
    int w = c.input(1);
    int b = c.input(2);
    int y = c.output(0);
    int channels = shape.outChannels();
    return f ->
        f.parallel(
            shape.batch() * channels,
            (g, t, worker) ->
                transposedChannel(g, axes, shape, x, w, b, y, t / channels, t % channels));
  }

  private static void transposedChannel(
      Frame f,
      List<TransposedAxis> axes,
      ConvShape s,
      int x,
      int w,
      int b,
      int y,
      int image,
      int channel) {
    int inputs = product(axes, TransposedAxis::inputs);
    int outputs = product(axes, TransposedAxis::outputs);
    int taps = product(axes, TransposedAxis::taps);
    int k = s.groupInChannels();
    int group = channel / s.groupOutChannels();
    double[] in = f.doubles(x);
    double[] weights = f.doubles(w);
    double[] out = f.doubles(y);
    int outAt = f.offset(y) + (image * s.outChannels() + channel) * outputs;
    double bias = b < 0 ? 0 : f.doubles(b)[f.offset(b) + channel];
    Arrays.fill(out, outAt, outAt + outputs, bias);
    for (int i = 0; i < k; i++) {
      int inAt = f.offset(x) + (image * s.inChannels() + group * k + i) * inputs;
      int wAt =
          f.offset(w)
              + ((group * k + i) * s.groupOutChannels() + channel % s.groupOutChannels()) * taps;
      for (int p = 0; p < inputs; p++) {
        for (int t = 0; t < taps; t++) {
          int reached = reached(axes, p, t);
          if (reached >= 0) {
            out[outAt + reached] += in[inAt + p] * weights[wAt + t];
          }
        }
      }
    }
  }

  /** The output pixel that input pixel {@code p} reaches by tap {@code t}, or -1. */
  private static int reached(List<TransposedAxis> axes, int p, int t) {
    int pixel = 0;
    int scale = 1;
    int restP = p;
    int restT = t;
    for (TransposedAxis a : axes.reversed()) {
      int o = restP % a.inputs() * a.stride() - a.padBegin() + restT % a.taps() * a.dilation();
      restP /= a.inputs();
      restT /= a.taps();
      if (o < 0 || o >= a.outputs()) {
        return -1;
      }
      pixel += o * scale;
      scale *= a.outputs();
    }
    return pixel;
  }

  private static int product(List<TransposedAxis> axes, ToIntFunction<TransposedAxis> size) {
    return axes.stream().mapToInt(size).reduce(1, Math::multiplyExact);
  }
}
