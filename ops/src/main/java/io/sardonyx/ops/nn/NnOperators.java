package io.sardonyx.ops.nn;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code nn}. */
public final class NnOperators {

  private NnOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("Attention", 23, a -> new Attention(a, false))
        .op("Attention", 24, a -> new Attention(a, true))
        .op("CausalConvWithState", 27, CausalConvWithState::new)
        .op("ai.onnx.preview", "FlexAttention", 1, FlexAttention::new)
        .op("LinearAttention", 27, LinearAttention::new)
        .op("RotaryEmbedding", 23, RotaryEmbedding::new);
  }
}
