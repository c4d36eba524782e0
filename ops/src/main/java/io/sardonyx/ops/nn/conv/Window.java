package io.sardonyx.ops.nn.conv;

/**
 * Where the window of a convolution or pooling lies along one spatial axis: output {@code o} covers
 * the inputs {@code o * stride - padBegin + t * dilation} for t in [0, kernel), as far as they
 * exist.
 *
 * @param input number of inputs
 * @param output number of outputs
 * @param kernel taps of the window
 * @param stride distance of the windows
 * @param dilation distance of the taps
 * @param padBegin inputs that are missing before the first
 * @param padEnd inputs that are missing after the last
 */
public record Window(
    int input, int output, int kernel, int stride, int dilation, int padBegin, int padEnd) {

  /** The first input, possibly a missing one, of output {@code o}. */
  public int start(int o) {
    return o * stride - padBegin;
  }

  /** The first tap of output {@code o} that exists. */
  public int firstTap(int o) {
    int start = start(o);
    return start >= 0 ? 0 : Math.min(kernel, (-start + dilation - 1) / dilation);
  }

  /** The tap of output {@code o} after the last that exists. */
  public int endTap(int o) {
    int room = input - start(o);
    return room <= 0 ? 0 : Math.min(kernel, (room + dilation - 1) / dilation);
  }

  /** Whether every window lies wholly inside. */
  public boolean isInside() {
    return padBegin == 0 && (output - 1) * stride + (kernel - 1) * dilation < input;
  }
}
