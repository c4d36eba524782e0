package io.sardonyx.ops.nn.conv;

import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Step;

/** A way to compute a convolution: how it packs its weights, and the step that uses them. */
public interface ConvStrategy {

  /** What tells this way to pack the weights of a node from others. */
  default Object packingKey() {
    return getClass();
  }

  /** Floats that the packed weights take. */
  int packedLength();

  /** Floats that the packed bias takes. */
  int biasLength();

  /**
   * Packs weights of the logical shape [out channels, in channels of the group, taps].
   *
   * @param w the weights, from {@code wAt} on
   * @param to receives them, from {@code toAt} on
   */
  void pack(float[] w, int wAt, float[] to, int toAt);

  /**
   * Packs a bias, filled up with zeros.
   *
   * @param b the bias, from {@code bAt} on; null: zeros
   */
  void packBias(float[] b, int bAt, float[] to, int toAt);

  /** The step that computes the convolution; reserves the scratch that it needs. */
  Step step(CompileContext c, ConvOperands operands);
}
