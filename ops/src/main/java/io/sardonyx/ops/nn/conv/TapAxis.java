package io.sardonyx.ops.nn.conv;

/**
 * Which input each tap of each output sees along one spatial axis. A table, so that convolution,
 * transposed convolution and pooling can share what is built on it.
 *
 * @param inputs number of inputs
 * @param outputs number of outputs
 * @param taps number of taps
 * @param sources for tap t and output o, at {@code t * outputs + o}, the input, or -1 outside
 * @param window the window that gives these sources; null if none does
 */
public record TapAxis(int inputs, int outputs, int taps, int[] sources, Window window) {

  /** The axis along which a window slides. */
  public static TapAxis of(Window w) {
    int[] sources = new int[Math.multiplyExact(w.kernel(), w.output())];
    for (int t = 0; t < w.kernel(); t++) {
      for (int o = 0; o < w.output(); o++) {
        long i = w.start(o) + (long) t * w.dilation();
        sources[t * w.output() + o] = i >= 0 && i < w.input() ? (int) i : -1;
      }
    }
    return new TapAxis(w.input(), w.output(), w.kernel(), sources, w);
  }

  /** The input that tap {@code t} of output {@code o} sees, or -1. */
  public int source(int t, int o) {
    return sources[t * outputs + o];
  }

  /** Whether output o sees just input o. */
  public boolean isPointwise() {
    if (taps != 1 || inputs != outputs) {
      return false;
    }
    for (int o = 0; o < outputs; o++) {
      if (sources[o] != o) {
        return false;
      }
    }
    return true;
  }
}
