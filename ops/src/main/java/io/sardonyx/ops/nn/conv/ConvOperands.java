package io.sardonyx.ops.nn.conv;

import io.sardonyx.kernels.Activation;
import io.sardonyx.runtime.spi.Frame;

/**
 * Where a convolution finds its tensors, all channels last, and what it does to its sums.
 *
 * @param x slot of the input
 * @param xPitch distance of its pixels
 * @param y slot of the output
 * @param yPitch distance of its pixels
 * @param residual slot of a tensor like the output that is added to it; -1: none
 * @param residualPitch distance of its pixels
 * @param weights the packed weights and bias
 * @param activation what is applied at the end
 */
public record ConvOperands(
    int x,
    int xPitch,
    int y,
    int yPitch,
    int residual,
    int residualPitch,
    Packed weights,
    Activation activation) {

  /** Packed weights and bias: made once if they are constant, at every run otherwise. */
  public interface Packed {

    float[] weights(Frame f);

    int weightsAt(Frame f);

    float[] bias(Frame f);

    int biasAt(Frame f);
  }

  /** The residual's array, or null. */
  float[] residual(Frame f) {
    return residual < 0 ? null : f.floats(residual);
  }

  /** Where the residual begins, or 0. */
  int residualAt(Frame f) {
    return residual < 0 ? 0 : f.offset(residual);
  }
}
