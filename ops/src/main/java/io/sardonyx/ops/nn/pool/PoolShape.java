package io.sardonyx.ops.nn.pool;

import io.sardonyx.ops.nn.conv.TapAxis;
import io.sardonyx.ops.nn.conv.TapTable;
import io.sardonyx.ops.nn.conv.Window;
import java.util.List;

/**
 * The sizes of a pooling of any rank.
 *
 * @param batch number of pictures
 * @param channels channels, each pooled for itself
 * @param windows the window along each spatial axis
 */
record PoolShape(int batch, int channels, List<Window> windows) {

  int inPixels() {
    return product(Window::input);
  }

  int outPixels() {
    return product(Window::output);
  }

  int taps() {
    return product(Window::kernel);
  }

  private int product(java.util.function.ToIntFunction<Window> size) {
    int product = 1;
    for (Window w : windows) {
      product = Math.multiplyExact(product, size.applyAsInt(w));
    }
    return product;
  }

  /** The tap table for pixels that lie {@code pitch} apart. */
  TapTable table(int pitch) {
    return new TapTable(windows.stream().map(TapAxis::of).toList(), pitch);
  }

  /** For every output pixel one over the number of taps that count. */
  float[] averages(boolean includePadding) {
    float[] averages = {1};
    for (Window w : windows) {
      float[] next = new float[averages.length * w.output()];
      for (int i = 0; i < averages.length; i++) {
        for (int o = 0; o < w.output(); o++) {
          next[i * w.output() + o] = averages[i] * Math.max(1, count(w, o, includePadding));
        }
      }
      averages = next;
    }
    for (int i = 0; i < averages.length; i++) {
      averages[i] = 1 / averages[i];
    }
    return averages;
  }

  private static int count(Window w, int o, boolean includePadding) {
    int begin = includePadding ? -w.padBegin() : 0;
    int end = includePadding ? w.input() + w.padEnd() : w.input();
    int count = 0;
    for (int t = 0; t < w.kernel(); t++) {
      int at = w.start(o) + t * w.dilation();
      count += at >= begin && at < end ? 1 : 0;
    }
    return count;
  }
}
