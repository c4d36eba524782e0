package io.sardonyx.ops.quantization;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.kernels.IntegerProducts;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * The convolution of bytes without their zero points, as ints: for a few output positions at a time
 * the input under the kernel is gathered into rows, and multiplied with the rows of weights.
 */
final class IntegerConv {

  /** Ints of gathered input that a task works on: about what the second-level cache holds. */
  private static final int GATHERED = 64 * 1024;

  private static final int MAX_POSITIONS = 64;

  private final int x;
  private final int w;
  private final int y;
  private final ElementType xType;
  private final ElementType wType;
  private final PerLine xZero;
  private final PerLine wZero;
  private final int batch;
  private final int channels;
  private final int features;
  private final int group;
  private final int[] in;
  private final int[] kernel;
  private final int[] out;
  private final int[] stride;
  private final int[] dilation;
  private final int[] pad;
  private final int inSize;
  private final int outSize;
  private final int taps;
  private final int k;
  private final int positions;

  /**
   * @param inputs indices of input, weights and their zero points
   * @param y slot of the ints
   */
  IntegerConv(CompileContext c, ConvGeometry g, int[] inputs, int y) {
    long[] xDims = c.dims(inputs[0]);
    long[] wDims = c.dims(inputs[1]);
    this.x = c.input(inputs[0]);
    this.w = c.input(inputs[1]);
    this.y = y;
    this.xType = c.elementType(inputs[0]);
    this.wType = c.elementType(inputs[1]);
    this.batch = Math.toIntExact(xDims[0]);
    this.features = Math.toIntExact(wDims[0]);
    this.group = g.group();
    this.channels = Math.toIntExact(wDims[1]);
    this.xZero = PerLine.of(c, inputs[2], c.input(inputs[2]), 1, 1);
    this.wZero = PerLine.of(c, inputs[3], c.input(inputs[3]), features, 1);
    this.in = spatial(xDims);
    this.kernel = spatial(wDims);
    this.out = spatial(c.outputDims(0));
    this.stride = new int[in.length];
    this.dilation = new int[in.length];
    this.pad = new int[in.length];
    for (int d = 0; d < in.length; d++) {
      stride[d] = (int) g.stride(d);
      dilation[d] = (int) g.dilation(d);
      pad[d] = Math.toIntExact(g.padBefore(d, in[d], kernel[d]));
    }
    this.inSize = size(in);
    this.outSize = size(out);
    this.taps = size(kernel);
    this.k = Math.multiplyExact(channels, taps);
    this.positions = Math.clamp(GATHERED / Math.max(1, k), 4, MAX_POSITIONS);
    c.workerScratch(Storage.INTS, taps + (positions + 4L) * k);
  }

  private static int[] spatial(long[] dims) {
    return Arrays.stream(dims, 2, dims.length).mapToInt(Math::toIntExact).toArray();
  }

  private static int size(int[] dims) {
    return Math.toIntExact(Shape.elements(Arrays.stream(dims).asLongStream().toArray()));
  }

  Step step() {
    int tiles = (outSize + positions - 1) / positions;
    ParallelTask task =
        (f, t, worker) -> {
          int image = t / tiles;
          run(f, image / group, image % group, t % tiles * positions, worker);
        };
    int tasks = batch * group * tiles;
    return f -> f.parallel(tasks, task);
  }

  private void run(Frame f, int image, int inGroup, int from, int worker) {
    int count = Math.min(positions, outSize - from);
    int[] ints = f.workerInts(worker);
    int gathered = taps;
    int wide = gathered + positions * k;
    int firstChannel = (image * group + inGroup) * channels;
    for (int p = 0; p < count; p++) {
      locate(from + p, ints);
      gather(f, firstChannel, ints, gathered + p * k);
    }
    int perGroup = features / group;
    for (int m = 0; m < perGroup; m += 4) {
      int rows = Math.min(4, perGroup - m);
      int feature = inGroup * perGroup + m;
      for (int r = 0; r < rows; r++) {
        int zero = wZero.zero(f, 0, feature + r);
        Elements.widen(f, w, wType, (feature + r) * k, zero, ints, wide + r * k, k);
      }
      IntegerProducts.rowProducts(
          ints,
          gathered,
          count,
          ints,
          wide,
          rows,
          k,
          f.ints(y),
          f.offset(y) + (image * features + feature) * outSize + from,
          1,
          outSize);
    }
  }

  /** Finds, for an output position, the input's pixel under each tap of the kernel; -1 for none. */
  private void locate(int position, int[] pixels) {
    Arrays.fill(pixels, 0, taps, 0);
    int rest = position;
    int pixelStride = 1;
    int tapStride = 1;
    for (int d = in.length - 1; d >= 0; d--) {
      int start = rest % out[d] * stride[d] - pad[d];
      rest /= out[d];
      for (int t = 0; t < taps; t++) {
        int at = start + t / tapStride % kernel[d] * dilation[d];
        boolean inside = at >= 0 && at < in[d] && pixels[t] >= 0;
        pixels[t] = inside ? pixels[t] + at * pixelStride : -1;
      }
      tapStride *= kernel[d];
      pixelStride *= in[d];
    }
  }

  private void gather(Frame f, int firstChannel, int[] ints, int to) {
    byte[] bytes = f.bytes(x);
    int mask = xType == ElementType.INT8 ? -1 : 0xFF;
    int zero = xZero.zero(f, 0, 0);
    for (int c = 0; c < channels; c++) {
      int plane = f.offset(x) + (firstChannel + c) * inSize;
      int row = to + c * taps;
      for (int t = 0; t < taps; t++) {
        int pixel = ints[t];
        ints[row + t] = pixel < 0 ? 0 : (bytes[plane + pixel] & mask) - zero;
      }
    }
  }
}
