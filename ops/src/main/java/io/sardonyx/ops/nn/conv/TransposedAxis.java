package io.sardonyx.ops.nn.conv;

/**
 * One spatial axis of a transposed convolution: input i reaches the outputs {@code i * stride - pad
 * + t * dilation} for t in [0, taps).
 *
 * @param inputs number of inputs
 * @param outputs number of outputs
 * @param taps taps of the kernel
 * @param stride distance of the outputs of neighbouring inputs
 * @param dilation distance of the taps
 * @param padBegin outputs that are cut off at the beginning
 */
public record TransposedAxis(
    int inputs, int outputs, int taps, int stride, int dilation, int padBegin) {

  /** Phases: outputs with the same remainder by the stride see the same taps. */
  int phases() {
    return Math.min(stride, outputs);
  }

  int phaseOutputs(int phase) {
    return (outputs - phase + stride - 1) / stride;
  }

  /** The taps that reach the outputs of a phase. */
  int[] phaseTaps(int phase) {
    return java.util.stream.IntStream.range(0, taps)
        .filter(t -> Math.floorMod(phase + padBegin - t * dilation, stride) == 0)
        .toArray();
  }

  /** The ordinary axis along which the outputs of a phase see inputs. */
  TapAxis phaseAxis(int phase) {
    int[] phaseTaps = phaseTaps(phase);
    int n = phaseOutputs(phase);
    int[] sources = new int[phaseTaps.length * n];
    for (int i = 0; i < phaseTaps.length; i++) {
      for (int o = 0; o < n; o++) {
        int reached = o * stride + phase + padBegin - phaseTaps[i] * dilation;
        int source = Math.floorDiv(reached, stride);
        sources[i * n + o] = source >= 0 && source < inputs ? source : -1;
      }
    }
    return new TapAxis(inputs, n, phaseTaps.length, sources, null);
  }
}
