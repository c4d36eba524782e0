package io.sardonyx.ops.nn;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** Attention and what comes with it among the operators of {@code nn}. */
final class AttentionOperators {

  private AttentionOperators() {}

  static void register(Registrar r) {
    r.op("Attention", 23, a -> new Attention(a, false))
        .op("Attention", 24, a -> new Attention(a, true))
        .op("CausalConvWithState", 27, CausalConvWithState::new)
        .op("ai.onnx.preview", "FlexAttention", 1, FlexAttention::new)
        .op("LinearAttention", 27, LinearAttention::new)
        .op("RotaryEmbedding", 23, RotaryEmbedding::new);
  }
}
